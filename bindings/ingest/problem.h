#ifndef VITRINE_BINDINGS_INGEST_PROBLEM_H_
#define VITRINE_BINDINGS_INGEST_PROBLEM_H_

#include <string>

namespace vitrine::ingest {

/// What is wrong, as a sentence for whoever gave the input; empty: nothing is.
using Problem = std::string;

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_PROBLEM_H_
