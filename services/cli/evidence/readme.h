// What an evidence pack says of itself, to people. Immutable; any thread.
#ifndef QCITY_SERVICES_CLI_EVIDENCE_README_H_
#define QCITY_SERVICES_CLI_EVIDENCE_README_H_

namespace qcity::cli {

inline constexpr char kReadme[] = R"(# 佐证材料包

本包是一次评审所依据的全部数据，脱离系统也可核对：`qcity evidence verify 本文件.zip`。原始文件若在手边，加 `--files 目录` 一并核对其 SHA-256。

| 文件 | 内容 |
| --- | --- |
| manifest.json | 清单：每个文件的字节数和 SHA-256，方案和评分规则的版本，截至日，冻结数据的 SHA-256，评审最后变动的时间（不是导出时间：同一评审导出的文件逐字节相同） |
| snapshot.pb | 冻结的准备度及其完整计算过程（qcity.aggregation.v1.FrozenReadiness，逐字节）；其 SHA-256 与系统中该评审所记的一致 |
| readiness.json | 冻结的准备度 |
| explanation.json | 冻结的计算过程：每个节点的得分之和等于上级节点 |
| items.json | 各核查项及专家意见 |
| measures/编号.json | 一项指标：判定、条款、各期数据及其全部经过（状态、人员标识、单位、时间）、佐证材料的 SHA-256、专家意见、有关问题 |
| findings.json | 评审本身、受邀专家、发现的问题和整改经过 |

人员只以标识出现。本包没有签名：要证明它没有被整体替换，请把本文件的 SHA-256 另行登记。

# Evidence pack

This pack holds all that one review stands on, and can be checked without the system: `qcity evidence verify FILE.zip`. With the original documents at hand, `--files DIR`
checks their SHA-256 too.

| file | content |
| --- | --- |
| manifest.json | every file's size and SHA-256, versions of plan and policy, the day, the SHA-256 of what was frozen, when the review last changed (not when the pack was made: the same review gives the same bytes) |
| snapshot.pb | the frozen readiness with its whole calculation (qcity.aggregation.v1.FrozenReadiness, byte by byte); its SHA-256 is the one that the system keeps with the review |
| readiness.json | the frozen readiness |
| explanation.json | the frozen calculation: children add up to their parent |
| items.json | the items with the experts' marks |
| measures/NUMBER.json | one measure: verdict, clause, the figures of every period with their whole history (states, ids of persons, organisations, times), the SHA-256 of evidence, marks, findings |
| findings.json | the review itself, invited experts, findings and their rectification |

Persons appear by id alone. The pack is not signed: to prove that it was not replaced as a whole, keep the SHA-256 of the file elsewhere.
)";

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_EVIDENCE_README_H_
