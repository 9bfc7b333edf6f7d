// A small review with one measure, as the services would answer it. One thread.
#ifndef QCITY_TESTS_SERVICES_CLI_EVIDENCE_PACK_TESTING_H_
#define QCITY_TESTS_SERVICES_CLI_EVIDENCE_PACK_TESTING_H_

#include <cstdlib>
#include <string>

#include "common/base/ids.h"
#include "google/protobuf/text_format.h"
#include "qcity/aggregation/v1/reviews.pb.h"
#include "qcity/indicators/v1/indicators.pb.h"

namespace qcity::cli {

template <typename Message>
Message MessageOf(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

// 2019-05-06 at noon in Shanghai, when the review was opened, is second 1557115200.
inline aggregation::v1::FrozenReadiness SmallFrozen() {
  return MessageOf<aggregation::v1::FrozenReadiness>(R"pb(
    as_of: "2019-05-06"
    plan_version: "1"
    policy_version: "house-1"
    plan_digest: "ab"
    readiness {
      as_of: "2019-05-06"
      plan_version: "1"
      policy_version: "house-1"
      now { judged_at: "2019-05-06" verdict: NOT_READY score: 70.3 score_low: 60.1 score_high: 80.2 coverage: 0.9 }
    }
    root {
      id: "readiness"
      contribution: 70.3
      low: 60.1
      high: 80.2
      children {
        id: "indicators"
        contribution: 70.1
        low: 60.1
        high: 80
        children {
          id: "indicators/一、产品"
          contribution: 70.1
          low: 60.1
          high: 80
          children {
            id: "indicators/1-1"
            title: "产品抽查合格率"
            contribution: 70.1
            low: 60.1
            high: 80
            leaf {
              number: "1-1"
              achievement: 0.9
              verdict: NOT_MET_YET
              clause: "二 1"
              inputs {
                name: "campaigns/c/indicators/1-1/observations/7"
                period: "2018"
                figure_zh: "94 %"
                state: "VERIFIED"
              }
            }
          }
        }
      }
      children {
        id: "tasks"
        contribution: 0.2
        low: 0
        high: 0.2
        children {
          id: "tasks/3/2018/east"
          contribution: 0.2
          low: 0
          high: 0.2
          leaf { number: "3" }
        }
      }
    })pb");
}

inline aggregation::v1::GetReviewResponse SmallReview(const aggregation::v1::FrozenReadiness& frozen = SmallFrozen()) {
  auto response = MessageOf<aggregation::v1::GetReviewResponse>(R"pb(
    review {
      name: "campaigns/c/reviews/1"
      kind: EXPERT
      title: "专家预验收"
      as_of: "2019-05-06"
      state: REVIEW_OPEN
      opened { seconds: 1557115200 }
      opened_by: "li"
      plan_version: "1"
      policy_version: "house-1"
      items: 2
      findings: 1
      open_findings: 1
      updated { seconds: 1557201600 }
      overdue_findings: 1
    }
    items {
      item: "indicators/1-1"
      title: "产品抽查合格率"
      number: "1-1"
      marks {
        item: "indicators/1-1"
        mark: CHECKED
        person: "chen"
        organization: "experts"
        recorded { seconds: 1557201600 }
      }
    }
    items { item: "tasks/3/2018/east" number: "3" }
    findings {
      name: "campaigns/c/reviews/1/findings/1"
      item: "indicators/1-1"
      text: "抽查记录不全"
      severity: MAJOR
      state: FINDING_ASSIGNED
      owner: "east"
      due: "2019-05-07"
      light: FINDING_RED
      evidence { name: "现场记录" uri: "file:///records/site.pdf" }
    })pb");
  response.mutable_snapshot()->set_frozen(frozen.SerializeAsString());
  response.mutable_snapshot()->set_sha256(Sha256Hex(response.snapshot().frozen()));
  response.mutable_review()->set_snapshot_sha256(response.snapshot().sha256());
  response.mutable_findings(0)->mutable_evidence(0)->set_sha256(Sha256Hex("site"));
  return response;
}

// Its one measure: verified in time, and what came after the review was opened.
inline indicators::v1::IndicatorView SmallMeasure() {
  auto view = MessageOf<indicators::v1::IndicatorView>(R"pb(
    name: "campaigns/c/indicators/1-1"
    history {
      indicator: "campaigns/c/indicators/1-1"
      period: "2018"
      observations {
        name: "campaigns/c/indicators/1-1/observations/7"
        period: "2018"
        figure { value: 94 }
        source: "通报"
        state: CONFIRMED
        version: 99
        evidence { name: "通报" uri: "https://example.invalid/docs/bulletin.pdf" }
        history {
          state: DRAFT
          recorded { seconds: 1557000000 }
          person: "hu"
          organization: "bureau"
        }
        history {
          state: REPORTED
          recorded { seconds: 1557000100 }
          person: "li"
          organization: "bureau"
        }
        history {
          state: VERIFIED
          recorded { seconds: 1557115200 }
          person: "wang"
          organization: "office"
        }
        history {
          state: CONFIRMED
          recorded { seconds: 1557115201 }
          person: "wu"
          organization: "office"
        }
      }
    }
    history {
      indicator: "campaigns/c/indicators/1-1"
      period: "2019"
      observations {
        name: "campaigns/c/indicators/1-1/observations/8"
        period: "2019"
        state: REPORTED
        history {
          state: DRAFT
          recorded { seconds: 1557000000 }
          person: "hu"
        }
        history {
          state: REPORTED
          recorded { seconds: 1557300000 }
          person: "li"
        }
      }
    }
    applicability {
      decisions {
        reason: "示例"
        proposed { seconds: 1557000000 }
        proposed_by: "li"
        approved { seconds: 1557300000 }
        approved_by: "wang"
      }
      decisions {
        applicable: true
        proposed { seconds: 1557400000 }
        proposed_by: "li"
      }
    })pb");
  view.mutable_history(0)->mutable_observations(0)->mutable_evidence(0)->set_sha256(Sha256Hex("bulletin"));
  return view;
}

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_EVIDENCE_PACK_TESTING_H_
