using System.Diagnostics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Telemetry.Tracing;

/// <summary>A request's wait for its model, where it had to wait, with what happened in memory meanwhile: who was evicted, what was loaded.</summary>
internal static class LoadSpan
{
    public static async ValueTask<Result<ModelLease>> AroundAsync(
        IResidency residency, ModelDefinition model, LoadDemand demand, IEventLog events, TimeProvider time, CancellationToken cancellationToken)
    {
        var (since, began) = (events.LastId, time.GetUtcNow());
        try
        {
            var lent = await residency.EnsureReadyAsync(model, demand, cancellationToken);
            if (lent is not { IsSuccess: true, Value.LoadWait.Ticks: 0 })
                Tell(model, began, events.ReadAfter(since), span =>
                {
                    if (!lent.IsSuccess)
                        span.Fail(EnumWords<ErrorCode>.Of(lent.Error.Code), lent.Error.Message);
                });
            return lent;
        }
        catch (OperationCanceledException left)
        {
            Tell(model, began, events.ReadAfter(since), span => span.Fail(left));
            throw;
        }
    }

    private static void Tell(ModelDefinition model, DateTimeOffset began, EventPage meanwhile, Action<Activity> end)
    {
        using var span = Spans.Source.StartActivity(
            Spans.Load, ActivityKind.Internal, default(ActivityContext), [new(Attributes.ResponseModel, model.Id)], links: null, began);
        if (span is not { IsAllDataRequested: true })
            return;
        foreach (var happened in meanwhile.Events.Where(e => e.ModelId == model.Id || e.Kind is "model.unloading" or "model.unloaded"))
            span.AddEvent(new ActivityEvent(happened.Kind, happened.Time, new ActivityTagsCollection
            {
                [Attributes.ResponseModel] = happened.ModelId,
                ["multillm.reason"] = happened.Message,
            }));
        end(span);
    }
}
