using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary>Which records a query asks for.</summary>
internal static class RecordFilterReader
{
    private const int MaxLength = ModelNames.MaxLength;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);

    public static RecordFilter Read(HttpContext context, QueryFields fields, RequestProblem problem, DateTimeOffset now)
    {
        var period = PeriodReader.Read(fields, problem, now, Usual);
        return new RecordFilter
        {
            From = period.From,
            To = period.To,
            Model = fields.Text("model", MaxLength),
            Task = fields.Text("task", MaxLength),
            Key = OwnRecords.KeyFor(context, fields.Text("key", MaxLength), problem),
            Endpoint = fields.Text("endpoint", MaxLength),
            Outcome = fields.Choice("outcome", EnumWords<RequestOutcome>.All) is { } word ? EnumWords<RequestOutcome>.Find(word) : null,
            ErrorCode = fields.Text("error_code", MaxLength),
            RequestId = fields.Text("request_id", MaxLength),
            ConversationId = fields.Text("conversation_id", MaxLength),
        };
    }
}
