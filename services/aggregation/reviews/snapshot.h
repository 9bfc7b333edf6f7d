// What a review freezes, and how it is shown: the readiness of a day with its tree, its leaves as items with marks, counts, lights. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_REVIEWS_SNAPSHOT_H_
#define QCITY_SERVICES_AGGREGATION_REVIEWS_SNAPSHOT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/reviews.pb.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation::reviews {

// The readiness of `as_of` and its tree, from all that was recorded by the end of that day.
v1::FrozenReadiness FreezeOf(const domain::Plan& plan, const Entities& entities, absl::CivilDay as_of);

// The leaves in the tree's order, each with its marks; those that a later one of the same expert replaced are superseded.
std::vector<v1::ReviewItem> ItemsOf(const v1::FrozenReadiness& frozen, const std::vector<v1::ItemMark>& marks);

// The item of that id; nullptr if there is none.
const v1::ReviewItem* FindItem(const std::vector<v1::ReviewItem>& items, absl::string_view item);

// The light of a finding on a day, yellow from `yellow_days` before the due day.
v1::FindingLight LightOf(const v1::Finding& finding, int yellow_days, absl::CivilDay today);

// The review with its counts; the findings with their lights already.
v1::Review WithCounts(v1::Review review, const std::vector<v1::ReviewItem>& items,
                      const std::vector<v1::Finding>& findings);

}  // namespace qcity::aggregation::reviews

#endif  // QCITY_SERVICES_AGGREGATION_REVIEWS_SNAPSHOT_H_
