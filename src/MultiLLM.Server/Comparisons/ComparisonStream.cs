using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Comparisons;

/// <summary>Tells how a comparison goes on: each change without the answers, and the whole when it is over.</summary>
internal sealed class ComparisonStream(IComparisons comparisons, ShutdownGate shutdown, TimeProvider time)
{
    /// <summary>Between two signs of life.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public async Task SendAsync(HttpContext context, Comparison comparison)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["x-accel-buffering"] = "no"; // nginx would collect the stream
        using var events = new EventWriter(context.Response.BodyWriter);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shutdown.Stopping);
        try
        {
            await FollowAsync(events, comparison, leave.Token);
        }
        catch (OperationCanceledException) when (shutdown.Stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            Write(events, new ComparisonEvent { Error = Described(ShutdownGate.Error) });
        }
        catch (OperationCanceledException)
        {
            context.RequestTrace().Outcome = "client left";
            return;
        }
        await events.FlushAsync(CancellationToken.None);
    }

    private async Task FollowAsync(EventWriter events, Comparison comparison, CancellationToken cancellationToken)
    {
        while (!comparison.IsOver)
        {
            Write(events, new ComparisonEvent { Progress = ComparisonDescription.Brief(comparison) });
            await events.FlushAsync(cancellationToken);
            var next = await NextAsync(events, comparison, cancellationToken);
            if (!next.IsSuccess)
            {
                Write(events, new ComparisonEvent { Error = Described(next.Error) });
                return;
            }
            comparison = next.Value;
        }
        Write(events, new ComparisonEvent { Result = ComparisonDescription.Whole(comparison) });
    }

    private async Task<Result<Comparison>> NextAsync(EventWriter events, Comparison comparison, CancellationToken cancellationToken)
    {
        var change = comparisons.ChangedAsync(comparison.Id, comparison.Version, cancellationToken);
        while (true)
        {
            try
            {
                return await change.WaitAsync(Silence, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                events.WriteComment("still there");
                await events.FlushAsync(cancellationToken);
            }
        }
    }

    private static void Write(EventWriter events, ComparisonEvent happened) => events.Write(happened, JsonReply.Api.ComparisonEvent);

    private static ErrorInfo Described(Error error) => ErrorReplies.OwnEnvelope(ErrorTable.Of(error.Code), error).Error;
}
