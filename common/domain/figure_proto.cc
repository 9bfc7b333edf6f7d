#include "common/domain/figure_proto.h"

#include "common/base/error.h"

namespace qcity::domain {
namespace {

// Writes one form into the message.
struct Writer {
  plan::v1::Figure& to;

  void operator()(const ValueFigure& from) const { to.set_value(from.value); }
  void operator()(const FractionFigure& from) const {
    to.mutable_fraction()->set_numerator(from.numerator);
    to.mutable_fraction()->set_denominator(from.denominator);
  }
  void operator()(const EventsFigure& from) const {
    to.mutable_events()->set_events(from.events);
    to.mutable_events()->set_exposure(from.exposure);
  }
  void operator()(const SampleFigure& from) const {
    to.mutable_sample()->set_successes(from.successes);
    to.mutable_sample()->set_n(from.n);
    to.mutable_sample()->set_population(from.population);
    to.mutable_sample()->set_design_effect(from.design_effect);
  }
  void operator()(const RankFigure& from) const {
    to.mutable_rank()->set_rank(from.rank);
    to.mutable_rank()->set_rank_last(from.rank_last);
    to.mutable_rank()->set_ranked(from.ranked);
  }
  void operator()(const AttestationFigure& from) const { to.mutable_attestation()->set_met(from.met); }
};

}  // namespace

absl::StatusOr<Figure> FigureOf(const plan::v1::Figure& message) {
  switch (message.form_case()) {
    case plan::v1::Figure::kValue: return ValueFigure{message.value()};
    case plan::v1::Figure::kFraction:
      return FractionFigure{message.fraction().numerator(), message.fraction().denominator()};
    case plan::v1::Figure::kEvents: return EventsFigure{message.events().events(), message.events().exposure()};
    case plan::v1::Figure::kSample:
      return SampleFigure{message.sample().successes(), message.sample().n(), message.sample().population(),
                          message.sample().design_effect()};
    case plan::v1::Figure::kRank: {
      const plan::v1::Rank& rank = message.rank();
      return RankFigure{rank.rank(), rank.rank_last() == 0 ? rank.rank() : rank.rank_last(), rank.ranked()};
    }
    case plan::v1::Figure::kAttestation: return AttestationFigure{message.attestation().met()};
    case plan::v1::Figure::FORM_NOT_SET: break;
  }
  return InvalidField("figure", {"缺少数据", "a figure is required"});
}

plan::v1::Figure MessageOf(const Figure& figure) {
  plan::v1::Figure message;
  std::visit(Writer{message}, figure);
  return message;
}

}  // namespace qcity::domain
