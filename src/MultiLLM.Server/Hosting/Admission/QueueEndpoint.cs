using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Answers;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary><c>GET /system/queue</c>: what waits, of one's own; of everybody for admins.</summary>
internal sealed class QueueEndpoint(AdmissionGate admission)
{
    public const int MostListed = 1000;

    public Task HandleAsync(HttpContext context)
    {
        var caller = context.Caller();
        var queue = admission.Snapshot(MostListed);
        var seen = queue.Places.Where(place => caller.Role == CallerRole.Admin || (caller.Mark is { } mark && place.Request.Caller.Mark == mark));
        var report = new QueueReport(
            queue.Running, admission.Rules.MostRunning, queue.Waiting, admission.Rules.MostWaiting, admission.Rules.MostWaitingPerCaller,
            [.. seen.Select(Describe)], queue.MeanSeconds);
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, report, JsonReply.Api.QueueReport);
    }

    private static QueuedRequest Describe(AdmissionPlace place) => new(
        place.Position, place.Request.Id, place.Request.Path, place.Request.Caller.Mark ?? place.Request.Caller.Name, place.Request.Caller.Name,
        EnumWords<RequestPriority>.Of(place.Request.Flow.Priority), place.WaitingSeconds, place.Request.Wishes.Deadline?.At);
}
