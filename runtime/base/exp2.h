#ifndef VITRINE_RUNTIME_BASE_EXP2_H_
#define VITRINE_RUNTIME_BASE_EXP2_H_

namespace vitrine {

/// Two to the power of `x`, with a relative error below 1e-12 and, unlike the
/// C library's, the same bits on every machine. Exact for whole `x`.
/// Below -1022, where doubles lose precision, and for NaN: 0. From 1023.5
/// up: infinity.
double Exp2(double x);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_EXP2_H_
