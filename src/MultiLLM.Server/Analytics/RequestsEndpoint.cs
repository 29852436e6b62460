using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary><c>GET /analytics/requests</c></summary>
internal sealed class RequestsEndpoint(IAnalytics analytics, TimeProvider time)
{
    private const int UsualLimit = 100;
    private const int MostAtOnce = 1000;
    private const int CursorLength = 19;

    public async Task HandleAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var filter = RecordFilterReader.Read(context, fields, problem, time.GetUtcNow());
        var limit = fields.Integer("limit", 1, MostAtOnce) ?? UsualLimit;
        var beyond = ReadCursor(fields, problem);
        if (problem.Error is { } error)
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        var records = await analytics.RequestsAsync(filter, beyond, ascending: false, limit + 1, context.RequestAborted);
        if (!records.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, records.Error);
            return;
        }
        var shown = records.Value.Take(limit).ToList();
        var cursor = records.Value.Count > limit ? shown[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new RequestPage([.. shown.Select(RecordDescription.Of)], cursor), JsonReply.Api.RequestPage);
    }

    private static long? ReadCursor(QueryFields fields, RequestProblem problem)
    {
        if (fields.Text("cursor", CursorLength) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        problem.Report("cursor", $"must come from the page before; got \"{JsonText.Shorten(text)}\"");
        return null;
    }
}
