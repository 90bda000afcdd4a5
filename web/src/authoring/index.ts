export { VitrineError } from '../errors.js';
export type { Display, ModelFiles } from '../types.js';
export type { OnProgress, Progress } from './job.js';
export { type RunOptions, runScenarios } from './scenarios/run.js';
export type {
  Coverage,
  Covered,
  Mistake,
  Outcome,
  Scenario,
  ScenarioFile,
  ScenarioResult,
  ScenarioResults,
  Step,
} from './scenarios/types.js';
export type {
  Budget,
  Difference,
  Example,
  Interval,
  ModelInDetail,
  PopularityOfItems,
  Reach,
  Resources,
} from './report_types.js';
export type { Source } from './sources.js';
export { evaluate, readModel, train } from './training.js';
export type {
  EvaluateOptions,
  Evaluated,
  EvaluationReport,
  Figures,
  FileReport,
  Judged,
  JudgedBeside,
  Learned,
  LogOptions,
  TrainOptions,
  Trained,
  TrainingReport,
} from './training.js';
export type { Compiled, CompileOptions, Diagnostic, Inspection, Refusal } from './rules.js';
export { check, compile, inspect } from './rules.js';
