#include "runtime/training/evaluator.h"

#include <algorithm>
#include <span>
#include <utility>

#include "runtime/base/identity.h"
#include "runtime/rank/recommend.h"

namespace vitrine {
namespace {

constexpr Source kForYouThenPopular[] = {{.strategy = Strategy::kForYou},
                                         {.strategy = Strategy::kPopular}};
constexpr Source kPopularOnly[] = {{.strategy = Strategy::kPopular}};

/// By item, how many are more popular.
std::vector<std::uint32_t> RanksOf(
    const std::vector<std::uint32_t>& by_popularity) {
  std::vector<std::uint32_t> ranks(by_popularity.size());
  for (std::uint32_t rank = 0; rank < ranks.size(); ++rank) {
    ranks[by_popularity[rank]] = rank;
  }
  return ranks;
}

/// Counts what sessions download.
class Downloads {
 public:
  explicit Downloads(const Model& model)
      : model_(model),
        counts_(model.first_display() + (model.size() - 1) / kDisplayItems + 1),
        last_session_(counts_.size(), kNone),
        in_head_(model.size()) {
    std::span<const std::uint32_t> head = model.popular();
    if (head.size() > kHeadItems) head = head.first(kHeadItems);
    for (const std::uint32_t item : head) in_head_[item] = true;
  }

  void View(std::uint32_t item, std::uint32_t session) {
    if (!in_head_[item] && last_session_[model_.DisplayOf(item)] != session) {
      Add(model_.LookupsOf(model_[item].id), session);
    }
    Add(model_.ShardOf(item), session);
  }
  void Show(std::span<const Recommended> list, std::uint32_t session) {
    for (const Recommended& one : list) {
      if (!in_head_[one.item]) Add(model_.DisplayOf(one.item), session);
    }
  }
  const std::vector<std::uint32_t>& counts() const { return counts_; }

 private:
  void Add(std::uint32_t file, std::uint32_t session) {
    if (last_session_[file] == session) return;
    last_session_[file] = session;
    ++counts_[file];
  }

  const Model& model_;
  std::vector<std::uint32_t> counts_;        ///< by file
  std::vector<std::uint32_t> last_session_;  ///< by file: that downloaded it
  std::vector<bool> in_head_;                ///< by item
};

}  // namespace

class Evaluator::Work {
 public:
  Work(const Model& model, const std::vector<HeldOutSession>& sessions,
       const std::vector<std::uint32_t>& by_popularity)
      : model_(model),
        last_session_(model.size(), kNone),
        downloads_(model),
        ranks_(RanksOf(by_popularity)),
        targets_(model.size()),
        by_model_(ranks_),
        by_popularity_(ranks_) {
    for (const HeldOutSession& session : sessions) AddSession(session);
  }

  bool Next() {
    if (session_ == ends_.size()) return false;
    const std::uint32_t item = items_[at_++];
    if (last_session_[item] != session_) {
      last_session_[item] = session_;
      seen_.push_back(item);
    }
    View(item);
    downloads_.View(item, session_);
    history_.push_back(item);
    target_ = items_[at_];
    target_seen_ = last_session_[target_] == session_;
    ++cases_done_;
    return true;
  }

  void Recommend() {
    recommender_.Begin(model_, DeviceSituation());
    list_ = recommender_.Recommend(
        {.sources = kForYouThenPopular, .limit = kJudgedItems, .novel = false});
  }

  void Judge() {
    targets_.Add(ranks_[target_]);
    AddTo(by_model_.all, list_);
    downloads_.Show(list_, session_);
    const auto popular = List(kPopularOnly, false);
    AddTo(by_popularity_.all, popular);
    for (std::size_t i = 0; i < baselines_.size(); ++i) {
      const auto ranked = baselines_[i](history_, kJudgedItems + seen_.size());
      ranked_[i].assign(ranked.begin(), ranked.end());
    }
    AddBaselines(false, popular);
    if (!target_seen_) {
      AddTo(by_model_.novel, List(kForYouThenPopular, true));
      const auto novel = List(kPopularOnly, true);
      AddTo(by_popularity_.novel, novel);
      AddBaselines(true, novel);
    }
    if (at_ + 1 == ends_[session_]) LeaveSession();
  }

  void Compare(SessionRecommender baseline) {
    baselines_.push_back(std::move(baseline));
    ranked_.emplace_back();
    by_baselines_.push_back(std::make_unique<Judgement>(ranks_));
  }

  std::uint64_t cases() const { return cases_; }
  std::uint64_t cases_done() const { return cases_done_; }
  std::uint64_t items_unknown() const { return items_unknown_; }
  std::uint64_t sessions() const { return ends_.size(); }
  const std::vector<std::uint32_t>& downloads() const {
    return downloads_.counts();
  }
  const Judgement& by_model() const { return by_model_; }
  const Judgement& by_popularity() const { return by_popularity_; }
  const Judgement& by_baseline(std::size_t index) const {
    return *by_baselines_[index];
  }
  const PopularityTally& targets() const { return targets_; }

 private:
  void AddSession(const HeldOutSession& session) {
    const std::size_t begin = items_.size();
    for (const std::string& id : session.items) {
      const std::uint32_t item =
          model_.Find(IdentityOf(IdentityKind::kItem, id)).item();
      if (item == kNone) {
        ++items_unknown_;
      } else {
        items_.push_back(item);
      }
    }
    if (items_.size() - begin < 2) {
      items_.resize(begin);
      return;
    }
    cases_ += items_.size() - begin - 1;
    ends_.push_back(items_.size());
  }

  /// The latest first, as many as the ranker looks at.
  void View(std::uint32_t item) {
    const auto old = std::find(viewed_.begin(), viewed_.end(), item);
    if (old != viewed_.end()) {
      viewed_.erase(old);
    } else if (viewed_.size() == kMaxContextItems) {
      viewed_.pop_back();
    }
    viewed_.insert(viewed_.begin(), item);
  }

  Situation DeviceSituation() const {
    Situation situation;
    situation.viewed = viewed_;
    return situation;
  }

  std::span<const Recommended> List(std::span<const Source> strategies,
                                    bool novel) {
    recommender_.Begin(model_, DeviceSituation());
    if (novel) {
      for (const std::uint32_t item : seen_) recommender_.Take(item);
    }
    return recommender_.Recommend(
        {.sources = strategies, .limit = kJudgedItems, .novel = novel});
  }

  void AddTo(Figures& figures, std::span<const Recommended> list) {
    numbers_.clear();
    for (const Recommended& one : list) numbers_.push_back(one.item);
    figures.Add(numbers_, target_);
  }

  /// Topped up with `popular`, which is long enough.
  void AddBaselines(bool novel, std::span<const Recommended> popular) {
    for (std::size_t i = 0; i < baselines_.size(); ++i) {
      numbers_.clear();
      for (const std::uint32_t item : ranked_[i]) {
        if (numbers_.size() == kJudgedItems) break;
        const bool seen = last_session_[item] == session_;
        if (model_[item].sellable() && !(novel && seen)) {
          numbers_.push_back(item);
        }
      }
      for (const Recommended& one : popular) {
        if (numbers_.size() == kJudgedItems) break;
        if (std::find(numbers_.begin(), numbers_.end(), one.item) ==
            numbers_.end()) {
          numbers_.push_back(one.item);
        }
      }
      Judgement& judgement = *by_baselines_[i];
      (novel ? judgement.novel : judgement.all).Add(numbers_, target_);
    }
  }

  void LeaveSession() {
    const auto end = [this](Judgement& judgement) {
      judgement.all.EndSession(&by_model_.all);
      judgement.novel.EndSession(&by_model_.novel);
    };
    end(by_popularity_);
    for (const auto& judgement : by_baselines_) end(*judgement);
    by_model_.all.EndSession();
    by_model_.novel.EndSession();
    ++session_;
    ++at_;
    viewed_.clear();
    seen_.clear();
    history_.clear();
  }

  const Model& model_;
  std::vector<std::uint32_t> items_;  ///< of all sessions
  std::vector<std::size_t> ends_;     ///< of each session in items_
  std::uint64_t cases_ = 0;
  std::uint64_t items_unknown_ = 0;

  // Where the replay stands.
  std::uint32_t session_ = 0;
  std::size_t at_ = 0;
  std::uint64_t cases_done_ = 0;
  std::vector<std::uint32_t> viewed_;
  std::vector<std::uint32_t> seen_;          ///< in this session, once each
  std::vector<std::uint32_t> last_session_;  ///< by item: that saw it
  Downloads downloads_;
  std::uint32_t target_ = 0;
  bool target_seen_ = false;

  Recommender recommender_;
  std::span<const Recommended> list_;
  std::vector<std::uint32_t> history_;  ///< all of this session
  std::vector<std::uint32_t> numbers_;  ///< a list that is judged
  const std::vector<std::uint32_t> ranks_;
  PopularityTally targets_;
  Judgement by_model_;
  Judgement by_popularity_;
  std::vector<SessionRecommender> baselines_;
  std::vector<std::vector<std::uint32_t>> ranked_;  ///< by them, in this case
  std::vector<std::unique_ptr<Judgement>> by_baselines_;
};

Evaluator::Evaluator(const Model& model,
                     const std::vector<HeldOutSession>& sessions,
                     const std::vector<std::uint32_t>& by_popularity)
    : work_(std::make_unique<Work>(model, sessions, by_popularity)) {}
Evaluator::~Evaluator() = default;

void Evaluator::Compare(SessionRecommender baseline) {
  work_->Compare(std::move(baseline));
}
bool Evaluator::Next() { return work_->Next(); }
void Evaluator::Recommend() { work_->Recommend(); }
void Evaluator::Judge() { work_->Judge(); }
std::uint64_t Evaluator::cases() const { return work_->cases(); }
std::uint64_t Evaluator::cases_done() const { return work_->cases_done(); }
std::uint64_t Evaluator::items_unknown() const {
  return work_->items_unknown();
}
std::uint64_t Evaluator::sessions() const { return work_->sessions(); }
const std::vector<std::uint32_t>& Evaluator::downloads() const {
  return work_->downloads();
}
const Judgement& Evaluator::model() const { return work_->by_model(); }
const Judgement& Evaluator::popularity() const {
  return work_->by_popularity();
}
const Judgement& Evaluator::baseline(std::size_t index) const {
  return work_->by_baseline(index);
}
const PopularityTally& Evaluator::targets() const { return work_->targets(); }

}  // namespace vitrine
