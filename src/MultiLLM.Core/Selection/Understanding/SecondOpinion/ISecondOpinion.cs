namespace MultiLLM.Core.Selection.Understanding.SecondOpinion;

/// <summary>Asks an embedding model that is in memory anyway about what the classifier is unsure of.</summary>
internal interface ISecondOpinion
{
    /// <summary>Never fails, loads nothing, and takes a bounded time: where no second opinion can be had, the first one stands.</summary>
    /// <param name="first">The classifier's.</param>
    /// <param name="question">What the person wrote last.</param>
    /// <param name="cancellationToken">The caller left.</param>
    ValueTask<TaskReading> AskAsync(TaskReading first, string question, CancellationToken cancellationToken);
}
