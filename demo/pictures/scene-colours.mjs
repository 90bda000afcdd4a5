// The light of each scene.
const MORNING = { sky: ['#bfdfe4', '#f4efdc'], sun: '#fff3c4', far: '#7fa5a8', snow: '#f6faf8', mid: '#55847f', trees: '#2c5650', near: '#2f6355' };

export const COLOUR_SETS = {
  calm: MORNING,
  welcome: { ...MORNING, coat: '#e0793f', pack: '#f0b45b' },
  hiking: { sky: ['#f2cf9d', '#fbeed7'], sun: '#fff6de', far: '#c08d62', snow: '#fff4e2', mid: '#8d7a4a', trees: '#4d5a31', near: '#5c6f3d', path: '#f6e3bd', coat: '#b8452a', pack: '#2f6f78' },
  camping: { sky: ['#1d2a4a', '#54608a'], sun: '#f7f0d2', far: '#39466e', snow: '#8b97bd', mid: '#26345a', trees: '#121c34', near: '#182641', coat: '#e08a3c', pack: '#b35f22' },
  climbing: { sky: ['#a9cfe6', '#eaf3f3'], sun: '#fffbe3', far: '#86a3b8', snow: '#ffffff', mid: '#5f8079', trees: '#31544d', near: '#3d6659', rock: '#a79a8c', rockShade: '#837566', coat: '#d5512f', pack: '#f0b42f' },
  running: { sky: ['#f5c8b8', '#fdf0dc'], sun: '#fff4d8', far: '#a88aa6', snow: '#fbeef0', mid: '#6d7f86', trees: '#34525a', near: '#3f6a5f', path: '#e7cfa6', coat: '#2f7f8c', pack: '#e0633f' },
  back: { sky: ['#8fb4d9', '#f3dcc4'], sun: '#ffe9b8', far: '#7c93b5', snow: '#f4f6fa', mid: '#5c7288', trees: '#2e4654', near: '#4b6b52', path: '#e6d3ab', coat: '#a4382a', pack: '#4a3a33' },
};
