using System.Globalization;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Prefixes;
using MultiLLM.Core.Selection.Decisions;

namespace MultiLLM.Core.Analytics.Prompts;

internal sealed class PromptEraser(
    AnalyticsStore store, AnalyticsWriter writer, IDecisionLog decisions, PrefixFolders prefixes, ILegalHolds holds, IAuditLog audit) : IPromptEraser
{
    public async ValueTask<Result<ErasedRecords>> EraseAsync(ErasureScope scope, Caller caller, string? requestId, CancellationToken cancellationToken)
    {
        var subject = scope.Conversation ?? scope.Key;
        try
        {
            await writer.SettleAsync(cancellationToken); // what waits to be written would come after the erasure
            if (await RefusalAsync(scope, cancellationToken) is { } held)
            {
                audit.Append(AuditEntry.By(caller, AuditActions.RecordsErased, "refused", subject, requestId) with
                {
                    Details = new Dictionary<string, string> { ["why"] = held.Message },
                });
                return held;
            }
            var forgotten = decisions.Forget(scope);
            var (prompts, models) = await store.ErasePromptsAsync(scope, cancellationToken);
            var states = models.Sum(prefixes.Empty);
            var erased = new ErasedRecords(prompts, forgotten, states);
            audit.Append(AuditEntry.By(caller, AuditActions.RecordsErased, "done", subject, requestId) with { Details = DetailsOf(scope, erased) });
            return erased;
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            return new Error(ErrorCode.AnalyticsUnavailable, $"Not everything could be erased: {error.Message} Try again.", RetryAfter: TimeSpan.FromSeconds(5));
        }
    }

    private async ValueTask<Error?> RefusalAsync(ErasureScope scope, CancellationToken cancellationToken)
    {
        if (holds.Current is not { } held)
            return new Error(ErrorCode.AuditUnavailable, "It is not known what is under a legal hold, because the holds cannot be read; nothing is erased until they can.");
        foreach (var hold in held.Where(hold => hold.CanCover(scope.Conversation, scope.Key)))
        {
            if (hold.CoversAll(scope.Conversation, scope.Key) || await store.HoldsAnyAsync(scope, hold, cancellationToken))
                return new Error(ErrorCode.LegalHold, $"The legal hold {hold.Id} covers it, or some of it: {hold.Reason}. It has to be lifted first.");
        }
        return null;
    }

    private static Dictionary<string, string> DetailsOf(ErasureScope scope, ErasedRecords erased) => new()
    {
        ["of"] = scope.Conversation is not null ? "conversation" : "key",
        ["prompts"] = erased.Prompts.ToString(CultureInfo.InvariantCulture),
        ["decisions"] = erased.Decisions.ToString(CultureInfo.InvariantCulture),
        ["saved_states"] = erased.SavedStates.ToString(CultureInfo.InvariantCulture),
    };
}
