#ifndef VITRINE_BINDINGS_COMMAND_ARGUMENTS_H_
#define VITRINE_BINDINGS_COMMAND_ARGUMENTS_H_

#include <span>
#include <string>

#include "bindings/ingest/problem.h"

namespace vitrine::command {

using ingest::Problem;

extern const char kHelp[];

/// What the command was told. Empty: not told.
struct Arguments {
  bool help = false;
  bool version = false;
  std::string task;  ///< train or evaluate
  std::string events;
  std::string test;
  std::string feed;
  std::string model;  ///< folder
  std::string out;    ///< folder
  bool json = false;
  bool progress = false;
  std::string options;  ///< of the job: JSON, jobs/options.h
};

/// `words`: without the name of the program.
Problem ParseArguments(std::span<const char* const> words,
                       Arguments& arguments);

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_ARGUMENTS_H_
