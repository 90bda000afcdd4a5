#include "runtime/training/evaluator.h"

#include <algorithm>
#include <span>

#include "runtime/base/identity.h"
#include "runtime/rank/recommend.h"

namespace vitrine {
namespace {

constexpr Strategy kForYouThenPopular[] = {Strategy::kForYou,
                                           Strategy::kPopular};
constexpr Strategy kPopularOnly[] = {Strategy::kPopular};

/// Figures that are still counted.
class ScoreSheet {
 public:
  ScoreSheet(Figures& figures, std::uint32_t items)
      : figures_(figures), recommended_(items) {}

  void Add(std::span<const Recommended> list, std::uint32_t target) {
    ++figures_.cases;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::uint32_t item = list[i].item;
      if (!recommended_[item]) {
        recommended_[item] = true;
        ++figures_.items_recommended;
      }
      if (item == target) {
        ++figures_.hits;
        figures_.reciprocal_ranks += 1 / static_cast<double>(i + 1);
      }
    }
  }

 private:
  Figures& figures_;
  std::vector<bool> recommended_;
};

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

double PerCase(double sum, std::uint64_t cases) {
  return cases == 0 ? 0 : sum / static_cast<double>(cases);
}

}  // namespace

double Figures::hit_rate() const {
  return PerCase(static_cast<double>(hits), cases);
}

double Figures::mean_reciprocal_rank() const {
  return PerCase(reciprocal_ranks, cases);
}

class Evaluator::Work {
 public:
  Work(const Model& model, const std::vector<HeldOutSession>& sessions)
      : model_(model),
        last_session_(model.size(), kNone),
        downloads_(model),
        model_all_(by_model_.all, model.size()),
        model_novel_(by_model_.novel, model.size()),
        popularity_all_(by_popularity_.all, model.size()),
        popularity_novel_(by_popularity_.novel, model.size()) {
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
    target_ = items_[at_];
    target_seen_ = last_session_[target_] == session_;
    ++cases_done_;
    return true;
  }

  void Recommend() {
    recommender_.Begin(model_, DeviceSituation());
    list_ = recommender_.Recommend(kForYouThenPopular, kJudgedItems, {}, false);
  }

  void Judge() {
    model_all_.Add(list_, target_);
    downloads_.Show(list_, session_);
    popularity_all_.Add(List(kPopularOnly, false), target_);
    if (!target_seen_) {
      model_novel_.Add(List(kForYouThenPopular, true), target_);
      popularity_novel_.Add(List(kPopularOnly, true), target_);
    }
    if (at_ + 1 == ends_[session_]) LeaveSession();
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

  std::span<const Recommended> List(std::span<const Strategy> strategies,
                                    bool novel) {
    recommender_.Begin(model_, DeviceSituation());
    if (novel) {
      for (const std::uint32_t item : seen_) recommender_.Take(item);
    }
    return recommender_.Recommend(strategies, kJudgedItems, {}, novel);
  }

  void LeaveSession() {
    ++session_;
    ++at_;
    viewed_.clear();
    seen_.clear();
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
  Judgement by_model_;
  Judgement by_popularity_;
  ScoreSheet model_all_;
  ScoreSheet model_novel_;
  ScoreSheet popularity_all_;
  ScoreSheet popularity_novel_;
};

Evaluator::Evaluator(const Model& model,
                     const std::vector<HeldOutSession>& sessions)
    : work_(std::make_unique<Work>(model, sessions)) {}
Evaluator::~Evaluator() = default;

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

}  // namespace vitrine
