using System.Globalization;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>The settings that say what is kept of people's words, for how long, and which models may answer.</summary>
internal sealed class GovernedSettings(
    IOptions<MultiLLMOptions> product, IOptions<AnalyticsOptions> analytics, IOptions<AuditOptions> audit, IOptions<GovernanceOptions> governance)
{
    public IReadOnlyList<GovernedSetting> Read() =>
    [
        new($"{GovernanceOptions.Section}:ApprovedOnly", Word(governance.Value.ApprovedOnly), governance.Value.ApprovedOnly ? "Only approved models answer." : "Models answer without approval, unless they were rejected."),
        new($"{AnalyticsOptions.Section}:Enabled", Word(analytics.Value.Enabled), "Whether requests are recorded, without their text."),
        new($"{AnalyticsOptions.Section}:MaxAge", Span(analytics.Value.MaxAge), "How long records of single requests are kept."),
        new($"{AnalyticsOptions.Section}:KeepPrompts", Word(analytics.Value.KeepPrompts), analytics.Value.KeepPrompts ? "What people write is kept: redacted, its beginning, encrypted." : "What people write is not kept in the database."),
        new($"{AnalyticsOptions.Section}:PromptMaxAge", Span(analytics.Value.PromptMaxAge), "How long such texts are kept."),
        new($"{MultiLLMOptions.Section}:KeepPrompts", Word(product.Value.KeepPrompts), product.Value.KeepPrompts ? "Remembered decisions show a redacted beginning of the text, in memory only." : "Remembered decisions show no text."),
        new($"{MultiLLMOptions.Section}:SavedPrefixBytes", product.Value.SavedPrefixBytes.ToString(CultureInfo.InvariantCulture), product.Value.SavedPrefixBytes == 0 ? "States of paused conversations are not kept on disk." : "Bytes on disk for states of paused conversations, which hold what was said, for the service's user only."),
        new($"{MultiLLMOptions.Section}:SavedPrefixMaxAge", Span(product.Value.SavedPrefixMaxAge), "How long such states are kept after their last use."),
        new($"{AuditOptions.Section}:Enabled", Word(audit.Value.Enabled), "Whether the audit log is kept."),
        new($"{AuditOptions.Section}:FailClosed", Word(audit.Value.FailClosed), audit.Value.FailClosed ? "Nothing is done while it cannot be noted." : "Requests are answered also while the log cannot be written; what is lost is counted."),
        new($"{AuditOptions.Section}:MaxAge", Span(audit.Value.MaxAge), "How long entries of the audit log are kept at least."),
    ];

    private static string Word(bool flag) => flag ? "true" : "false";

    private static string Span(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
