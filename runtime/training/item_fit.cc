#include "runtime/training/item_fit.h"

#include <utility>

namespace vitrine {

FitInput::FitInput(SessionLog session_log, std::uint32_t item_count)
    : log(std::move(session_log)), items(item_count), popularity(item_count) {
  for (const std::uint32_t item : log.items) ++popularity[item];
}

ItemFit::ItemFit(const FitInput& input, const Parameters& parameters,
                 std::uint32_t workers, const ItemFit* other)
    : input_(input), parameters_(parameters), workers_(workers) {
  if (other == nullptr) return;
  const Parameters& others = other->parameters_;
  if (others.statistics != parameters.statistics) return;
  statistics_.Borrow(other->statistics_);
  if (others.columns != parameters.columns) return;
  columns_.Borrow(other->columns_);
  if (others.smoothing != parameters.smoothing) return;
  rows_.Borrow(other->rows_);
}

ItemFit::~ItemFit() = default;

void ItemFit::Step() {
  if (done()) return;
  if (statistics_.get() == nullptr) {
    if (!counting_) {
      counting_.emplace(input_.log, input_.items, parameters_.statistics,
                        input_.pairs, workers_);
    }
    counting_->Step();
    if (!counting_->done()) return;
    cost_ += counting_->cost();
    statistics_.Own(counting_->Finish());
    counting_.reset();
  } else if (columns_.get() == nullptr) {
    if (!solving_) {
      solving_.emplace(*statistics_.get(), parameters_.columns, workers_);
    }
    solving_->Step();
    if (!solving_->done()) return;
    cost_ += solving_->cost();
    columns_.Own(solving_->Finish());
    solving_.reset();
  } else {
    if (!smoothing_) {
      smoothing_.emplace(*columns_.get(), input_.popularity,
                         parameters_.smoothing, workers_);
    }
    smoothing_->Step();
    if (!smoothing_->done()) return;
    cost_ += smoothing_->cost();
    rows_.Own(smoothing_->Finish());
    smoothing_.reset();
  }
}

double ItemFit::share_done() const {
  if (done()) return 1;
  const int stages =
      (statistics_.get() != nullptr) + (columns_.get() != nullptr);
  const double of_stage = counting_    ? counting_->share_done()
                          : solving_   ? solving_->share_done()
                          : smoothing_ ? smoothing_->share_done()
                                       : 0;
  return (stages + of_stage) / 3;
}

std::uint64_t ItemFit::cost() const {
  return cost_ + (counting_ ? counting_->cost() : 0) +
         (solving_ ? solving_->cost() : 0) +
         (smoothing_ ? smoothing_->cost() : 0);
}

void ItemFit::TakeOver(ItemFit& other) {
  statistics_.TakeOver(other.statistics_);
  columns_.TakeOver(other.columns_);
  rows_.TakeOver(other.rows_);
}

void ItemFit::DropStages() {
  statistics_.Drop();
  columns_.Drop();
}

}  // namespace vitrine
