using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /models/pull</c>, <c>GET /models/pull</c>, <c>POST /models/pull/{id}/cancel</c>, <c>DELETE /models/pull/{id}</c></summary>
internal sealed class PullEndpoint(IDownloads downloads, IResidency residency, IOptions<MultiLLMOptions> options, ServerLimits limits, ShutdownGate shutdown)
{
    private const int MaxAddressLength = 1024;

    private sealed record Call(PullOrder Order, bool Stream);

    public async Task PullAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        context.AuditNotes().Details["source"] = call.Order.Model;
        using var work = shutdown.Link(context);
        var started = await downloads.PullAsync(call.Order, work.Token);
        if (!started.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, started.Error);
            return;
        }
        await using var watch = started.Value;
        await (call.Stream ? StreamAsync(context, watch, work.Token) : WaitAsync(context, watch, work.Token));
    }

    public async Task ListAsync(HttpContext context)
    {
        var list = new PullList([.. (await downloads.ListAsync(context.RequestAborted)).Select(Describe)]);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, list, JsonReply.Api.PullList);
    }

    public Task CancelAsync(HttpContext context) => CancelAsync(context, discard: false);

    public Task DiscardAsync(HttpContext context) => CancelAsync(context, discard: true);

    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var model = fields.Text("model_id", MaxAddressLength);
        if (string.IsNullOrWhiteSpace(model))
            fields.Report("model_id", model is null ? "is required" : "must not be blank");
        var order = new PullOrder(model ?? "", fields.Text("as", ModelNames.MaxLength), fields.Text("revision", ModelNames.MaxLength));
        var call = new Call(order, fields.Flag("stream") ?? false);
        return problem.Error is { } error ? error : call;
    }

    private static PullStatus Describe(DownloadStatus status) => new()
    {
        Id = status.Id,
        Source = status.Source,
        State = status.State switch
        {
            DownloadState.Queued => "queued",
            DownloadState.Resolving => "resolving",
            DownloadState.Downloading => "downloading",
            DownloadState.Verifying => "verifying",
            DownloadState.Installing => "installing",
            DownloadState.Stopping => "stopping",
            _ => "stopped",
        },
        File = status.File,
        BytesDone = status.BytesDone,
        BytesTotal = status.BytesTotal,
        BytesResumed = status.BytesResumed,
        BytesPerSecond = status.BytesPerSecond,
        SecondsLeft = status.TimeLeft?.TotalSeconds,
        Problem = status.Problem,
    };

    private async Task WaitAsync(HttpContext context, IDownloadWatch watch, CancellationToken cancellationToken)
    {
        var outcome = await watch.Outcome.WaitAsync(cancellationToken);
        if (outcome.IsSuccess)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Result(context, outcome.Value), JsonReply.Api.ModelActionResult);
        else
            await ErrorReplies.WriteAsync(context, outcome.Error);
    }

    // What fails before the first event keeps its HTTP status.
    private async Task StreamAsync(HttpContext context, IDownloadWatch watch, CancellationToken cancellationToken)
    {
        EventWriter? events = null;
        try
        {
            await foreach (var status in watch.ProgressAsync(cancellationToken))
            {
                events ??= Begin(context);
                await SendAsync(events, new PullStreamEvent { Progress = Describe(status) }, cancellationToken);
            }
            var outcome = await watch.Outcome;
            if (events is null && !outcome.IsSuccess)
            {
                await ErrorReplies.WriteAsync(context, outcome.Error);
                return;
            }
            events ??= Begin(context);
            var last = outcome.IsSuccess
                ? new PullStreamEvent { Result = Result(context, outcome.Value) }
                : new PullStreamEvent { Error = ErrorReplies.OwnEnvelope(ErrorTable.Of(outcome.Error.Code), outcome.Error).Error };
            if (!outcome.IsSuccess)
                context.RequestTrace().Outcome = ErrorTable.Of(outcome.Error.Code).Code;
            await SendAsync(events, last, cancellationToken);
        }
        finally
        {
            events?.Dispose();
        }
    }

    private static EventWriter Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no"; // nginx would collect the stream
        return new EventWriter(response.BodyWriter);
    }

    private static async Task SendAsync(EventWriter events, PullStreamEvent item, CancellationToken cancellationToken)
    {
        events.Write(item, JsonReply.Api.PullStreamEvent);
        await events.FlushAsync(cancellationToken);
    }

    private ModelActionResult Result(HttpContext context, PullOutcome outcome)
    {
        var model = outcome.Model;
        context.RequestTrace().Model = model.Id;
        return new ModelActionResult(ModelDescription.Of(model, residency.Snapshot.Find(model.Id), options.Value.ContextLength), outcome.Changed);
    }

    private async Task CancelAsync(HttpContext context, bool discard)
    {
        var cancelled = await downloads.CancelAsync((string)context.GetRouteValue("id")!, discard, context.RequestAborted);
        if (cancelled.IsSuccess)
            await ListAsync(context);
        else
            await ErrorReplies.WriteAsync(context, cancelled.Error);
    }
}
