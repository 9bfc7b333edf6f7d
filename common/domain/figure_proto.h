// Figures between their message and their value. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_FIGURE_PROTO_H_
#define QCITY_COMMON_DOMAIN_FIGURE_PROTO_H_

#include "absl/status/statusor.h"
#include "common/domain/figure.h"
#include "qcity/plan/v1/figure.pb.h"

namespace qcity::domain {

// INVALID_ARGUMENT at "figure" if no form is set. A rank without rank_last is no tie. Numbers are checked by CheckFigure, not here.
absl::StatusOr<Figure> FigureOf(const plan::v1::Figure& message);

plan::v1::Figure MessageOf(const Figure& figure);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_FIGURE_PROTO_H_
