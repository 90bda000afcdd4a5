// The shop's products, one per line, by type: model | brand | price | colour | features | what is special.
// Special: "out" is out of stock, "back" can be ordered, a number is the price in the sale.
export const PRODUCTS = `
boots
  Rabbe | Torvmyr | 189 | rust | leather stiff
  Rabbe Lady | Torvmyr | 189 | berry | leather stiff
  Ur GT | Torvmyr | 229 | stone | membrane stiff
  Lyng Mid | Ospeli | 139 | moss | membrane grip
  Lyng Mid Junior | Ospeli | 89 | sky | membrane children
  Jerv | Steinrabb | 279 | night | stiff expert
  Tiur | Torvmyr | 159 | clay | leather grip | 129
  Hei | Lyngmark | 119 | sand | beginner grip
  Skavl | Torvmyr | 259 | sea | winter warm
  Nut Pro | Steinrabb | 319 | sun | stiff expert | out
shoes
  Erle | Ospeli | 99 | sky | light grip
  Bekk | Ospeli | 109 | moss | membrane grip
  Sti | Lyngmark | 79 | sand | beginner
  Trost | Torvmyr | 129 | rust | leather | 99
  Fonn | Ospeli | 119 | stone | membrane | back
gaiters
  Myr | Lyngmark | 45 | night | waterproof
  Skare | Kaldvind | 69 | rust | winter strong
daypack
  Meis 14 | Grantopp | 49 | sun | light
  Meis 20 | Grantopp | 59 | sky | light recycled
  Lerke 24 | Grantopp | 79 | moss | raincover
  Lerke 28 | Grantopp | 89 | rust | raincover
  Orre 22 | Kaldvind | 95 | night | waterproof
  Spurv 10 Junior | Grantopp | 35 | berry | children | 28
  Hauk 26 | Steinrabb | 110 | clay | strong | out
pack
  Rype 45 | Grantopp | 159 | moss | frame raincover
  Rype 55 | Grantopp | 179 | sea | frame raincover
  Rype 55 Lady | Grantopp | 179 | berry | frame raincover
  Gaupe 65 | Grantopp | 219 | rust | frame strong
  Rein 80 | Kaldvind | 269 | night | strong winter
  Fjellugle 38 | Kaldvind | 189 | stone | light expert
  Bever 50 | Lyngmark | 119 | sand | beginner | 99
drybag
  Oter 8 | Kaldvind | 19 | sun | waterproof light
  Oter 20 | Kaldvind | 27 | clay | waterproof
  Oter 35 | Kaldvind | 35 | sea | waterproof strong
shell
  Kuling | Kaldvind | 249 | sea | waterproof membrane
  Kuling Lady | Kaldvind | 249 | berry | waterproof membrane
  Storm Pro | Kaldvind | 389 | sun | waterproof expert
  Bris | Lyngmark | 99 | sky | light compact
  Regn | Lyngmark | 129 | moss | waterproof beginner
  Regn Junior | Lyngmark | 79 | clay | waterproof children
down
  Dun Lett | Kaldvind | 179 | rust | light compact
  Dun Lett Lady | Kaldvind | 179 | sea | light compact
  Isbre | Kaldvind | 299 | night | winter warm
  Vinterdal | Lyngmark | 149 | moss | recycled warm | 119
trousers
  Tråkk | Lyngmark | 109 | sand | stretch pockets
  Tråkk Lady | Lyngmark | 109 | stone | stretch pockets
  Kratt | Lyngmark | 139 | moss | strong pockets
  Flyt | Ospeli | 89 | night | light stretch
  Regnfull | Kaldvind | 119 | sea | waterproof compact
wool
  Grunn | Lyngmark | 69 | stone | wool
  Grunn Lady | Lyngmark | 69 | berry | wool
  Grunn Vinter | Lyngmark | 89 | night | wool warm
  Grunn Junior | Lyngmark | 45 | sun | wool children
hat
  Topp | Lyngmark | 29 | rust | wool
  Dusk | Lyngmark | 35 | sea | wool warm
  Flette | Lyngmark | 39 | sand | wool gift
gloves
  Vante | Lyngmark | 35 | moss | wool
  Grep | Kaldvind | 59 | night | waterproof warm
  Grep Tynn | Ospeli | 29 | stone | light stretch
socks
  Tå | Lyngmark | 17 | rust | wool
  Tå 2-pack | Lyngmark | 29 | moss | wool
  Tå Vinter | Lyngmark | 22 | sea | wool warm
tent2
  Glette 2 | Grantopp | 249 | moss | porch beginner
  Tjern 2 | Grantopp | 329 | clay | porch storm
  Skarv 2 | Kaldvind | 449 | rust | storm winter
  Fjær 2 | Kaldvind | 519 | sun | light expert
  Teist 2 | Lyngmark | 169 | sky | summer beginner | 139
tent4
  Tjern 4 | Grantopp | 479 | clay | porch storm
  Vang 4 | Grantopp | 399 | sea | porch
  Skarv 4 | Kaldvind | 749 | rust | storm winter | out
tarp
  Løv 3x3 | Grantopp | 89 | moss | light
  Løv 4x4 | Grantopp | 119 | sand | recycled
hammock
  Svev | Grantopp | 69 | sea | light compact
  Svev Dobbel | Grantopp | 89 | berry | strong
bag
  Dvale 300 | Kaldvind | 199 | sky | light summer
  Dvale 500 | Kaldvind | 279 | sea | compact
  Dvale 500 Lady | Kaldvind | 279 | berry | compact
  Dvale 900 | Kaldvind | 429 | night | winter warm
fibre
  Hi Sommer | Lyngmark | 79 | moss | summer beginner
  Hi Høst | Lyngmark | 119 | rust | warm
  Hi Junior | Lyngmark | 69 | sun | children
mat
  Luft | Grantopp | 89 | sky | compact
  Luft Varm | Grantopp | 139 | clay | winter quiet
  Luft Bred | Grantopp | 119 | sea | quiet
foam
  Flak | Grantopp | 29 | stone | light
  Flak Vinter | Grantopp | 39 | night | winter
pillow
  Dorm | Grantopp | 25 | moss | compact
  Dorm Myk | Lyngmark | 32 | sand | quiet
stove
  Glo | Ildhus | 39 | rust | light compact
  Glo Pro | Ildhus | 79 | sea | strong
  Blaff | Ildhus | 109 | clay | compact storm
  Gneist | Ildhus | 59 | stone | beginner | 49
spirit
  Bålhus 25 | Ildhus | 89 | stone | storm strong
  Bålhus 27 | Ildhus | 99 | moss | storm strong
pot
  Gryte 0.9 | Ildhus | 34 | stone | light
  Gryte 1.4 | Ildhus | 42 | night | strong
  Gryte Duo | Ildhus | 59 | moss | compact
bottle
  Kilde 0.5 | Ildhus | 22 | sky | strong
  Kilde 1.0 | Ildhus | 29 | moss | strong
  Kilde Junior | Ildhus | 19 | sun | children
thermos
  Varme 0.5 | Ildhus | 35 | rust | strong gift
  Varme 1.0 | Ildhus | 45 | night | strong
mug
  Kopp | Ildhus | 14 | sea | strong gift
  Kopp Stor | Ildhus | 17 | rust | strong gift
  Kopp Lys | Ildhus | 14 | sand | strong gift
trail
  Hare | Ospeli | 119 | sun | grip light
  Hare Lady | Ospeli | 119 | sky | grip light
  Røyskatt | Ospeli | 139 | clay | grip
  Røyskatt GT | Ospeli | 159 | night | membrane grip
  Mår | Torvmyr | 129 | moss | grip strong
  Vinterhare | Ospeli | 149 | sea | winter grip | out
vest
  Pust 5 | Ospeli | 79 | night | light pockets
  Pust 8 | Ospeli | 95 | clay | pockets
  Pust 12 | Ospeli | 119 | sea | pockets strong
cap
  Skygge | Ospeli | 25 | sky | light
  Skygge Natt | Ospeli | 29 | night | light
flask
  Slurk 250 | Ospeli | 15 | sea | light
  Slurk 500 | Ospeli | 18 | rust | light
climbshoe
  Kant | Steinrabb | 99 | sun | beginner
  Kant Lady | Steinrabb | 99 | sky | beginner
  Sva | Steinrabb | 129 | rust | grip
  Overheng | Steinrabb | 149 | night | expert
harness
  Heng | Steinrabb | 65 | sea | beginner adjust
  Heng Lett | Steinrabb | 85 | clay | light
  Heng Junior | Steinrabb | 49 | sun | children adjust
rope
  Line 9.5 60 m | Steinrabb | 169 | berry | light expert
  Line 9.8 60 m | Steinrabb | 149 | sea | strong
  Line 9.8 40 m | Steinrabb | 109 | moss | beginner
draws
  Klikk | Steinrabb | 89 | stone | strong
  Klikk Lett | Steinrabb | 109 | clay | light
helmet
  Skalle | Steinrabb | 59 | sun | adjust strong
  Skalle Lett | Steinrabb | 89 | sky | light adjust
  Skalle Junior | Steinrabb | 49 | rust | children adjust
chalk
  Støv | Steinrabb | 19 | moss | strong gift
  Støv Ull | Steinrabb | 27 | berry | wool gift
headlamp
  Nattugle 200 | Ildhus | 35 | sun | beginner
  Nattugle 400 | Ildhus | 59 | night | rechargeable red
  Nattugle 800 | Ildhus | 99 | rust | rechargeable strong
  Ildflue | Ospeli | 45 | sky | light rechargeable
lantern
  Stue | Ildhus | 39 | moss | rechargeable gift
  Stue Liten | Ildhus | 25 | clay | rechargeable gift
poles
  Steg | Grantopp | 59 | rust | adjust beginner
  Steg Kork | Grantopp | 89 | sand | cork adjust
  Steg Lett | Ospeli | 129 | night | folding light
  Steg Junior | Grantopp | 39 | sun | children
knife
  Spikke | Ildhus | 45 | sand | strong gift
  Spikke Junior | Ildhus | 35 | rust | children gift
multitool
  Fiks | Ildhus | 69 | stone | strong gift
compass
  Nord | Grantopp | 32 | berry | beginner gift
  Nord Speil | Grantopp | 59 | stone | expert
firstaid
  Plaster | Grantopp | 29 | rust | compact waterproof
`;
