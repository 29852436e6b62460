using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>The embedding service's twin of <see cref="AnalyticsChatClient"/>.</summary>
internal sealed class AnalyticsEmbeddingService(IEmbeddingService inner, IRequestRecorder recorder, WorkMeter work, TimeProvider time, RequestOrigin? from = null) : IEmbeddingService
{
    private const string Task = "embedding";

    public IEmbeddingService For(RequestOrigin origin) => new AnalyticsEmbeddingService(inner, recorder, work, time, origin);

    public async Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        var origin = from ?? RequestOrigin.Library(time);
        var figures = new AnswerFigures(countsPrompt: true, work);
        var span = work.Begin(wishes.ModelId ?? AutoName.Auto); // who will answer is not known yet; mostly it is the same one
        EmbeddingOutcome? outcome = null;
        Exception? failure = null;
        try
        {
            outcome = await inner.EmbedAsync(inputs, wishes, cancellationToken);
            return outcome;
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            var beside = span.End();
            if (failure is not null)
                figures.End(failure, cancellationToken.IsCancellationRequested, origin);
            Record(origin, wishes.ModelId ?? AutoName.Auto, figures, outcome, beside);
        }
    }

    private void Record(RequestOrigin origin, string asked, AnswerFigures figures, EmbeddingOutcome? outcome, WorkBeside beside)
    {
        var seconds = time.GetElapsedTime(origin.Arrived).TotalSeconds;
        foreach (var record in RequestRecords.Of(origin, asked, figures, outcome?.Decision, seconds))
        {
            recorder.Record(record.Outcome != RequestOutcome.Ok || outcome is null ? record with { Task = Task } : record with
            {
                Task = Task,
                PromptTokens = outcome.Result.Vectors.Sum(vector => (long)vector.Tokens),
                PromptSeconds = outcome.Result.Seconds,
                LoadSeconds = outcome.Decision.LoadWait.TotalSeconds,
                FinishReason = "stop",
                Cost = (double?)outcome.Cost,
                AnswersAtOnce = beside.Answers,
                OtherModelsAtWork = beside.OtherModels,
            });
        }
    }
}
