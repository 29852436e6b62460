namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads a prompt's task and difficulty. Quick (well under a millisecond), touches no model, and is safe to call from any thread.</summary>
internal interface ITaskClassifier
{
    /// <param name="text">What the person wrote last, of any length.</param>
    TaskReading Read(ReadOnlySpan<char> text);
}
