using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Core.Analytics.Prompts;

public interface IPromptEraser
{
    /// <summary>
    /// Erases what people wrote, wherever it is kept: in the database, among the remembered decisions, and in saved states of paused conversations. What a
    /// loaded model holds in memory stays, and may be saved on disk again, until it is unloaded: unload it first. The records themselves hold no text and stay. Refused under a legal hold.
    /// </summary>
    ValueTask<Result<ErasedRecords>> EraseAsync(ErasureScope scope, Caller caller, string? requestId, CancellationToken cancellationToken);
}
