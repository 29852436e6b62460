using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary>Which entries a query asks for.</summary>
internal static class AuditFilterReader
{
    private const int MaxLength = 256;
    private static readonly TimeSpan s_everything = TimeSpan.FromDays(3660);

    public static readonly IReadOnlyDictionary<string, QueryField> Described = new Dictionary<string, QueryField>
    {
        ["since"] = QueryField.Text("How far back: 90m, 24h, 7d. Excludes from.", MaxLength),
        ["from"] = QueryField.Time("The begin, ISO 8601."),
        ["to"] = QueryField.Time("The end, not included; else now."),
        ["action"] = QueryField.Text("Only this action, such as model.approved, or the beginning of some with its point, such as model.", MaxLength),
        ["actor"] = QueryField.Text("Only acts of this one.", MaxLength),
        ["key"] = QueryField.Text("Only acts with this key, by its public id.", MaxLength),
        ["subject"] = QueryField.Text("Only what was done to this model, key or rule.", MaxLength),
        ["outcome"] = QueryField.Text("Only those with this outcome, such as refused.", MaxLength),
        ["request_id"] = QueryField.Text("Only what belongs to this request.", MaxLength),
    };

    public static AuditFilter Read(QueryFields fields, RequestProblem problem, DateTimeOffset now)
    {
        // The clock may have been set back a little since the last entry.
        var period = PeriodReader.Read(fields, problem, now.AddDays(1), s_everything);
        return new AuditFilter
        {
            From = period.From,
            To = period.To,
            Action = fields.Text("action", MaxLength),
            Actor = fields.Text("actor", MaxLength),
            Key = fields.Text("key", MaxLength),
            Subject = fields.Text("subject", MaxLength),
            Outcome = fields.Text("outcome", MaxLength),
            RequestId = fields.Text("request_id", MaxLength),
        };
    }
}
