namespace MultiLLM.Core.Gateway.Limits;

/// <summary>What one answer may take of its key's tokens.</summary>
/// <param name="Prompt">The most its prompt can have; 0: it is another answer's too, and counted there.</param>
/// <param name="Answer">The most it may write.</param>
/// <param name="Times">How many models may read the prompt and write an answer: two in a cascade.</param>
/// <param name="IsAsked">The caller named the length; otherwise less will do.</param>
internal readonly record struct TokenWish(long Prompt, long Answer, int Times, bool IsAsked)
{
    public long Most => Times * (Prompt + Answer);

    public long Least => IsAsked ? Most : Times * (Prompt + Math.Min(Answer, 1));

    /// <summary>The answer's part of so many tokens.</summary>
    public long AnswerIn(long tokens) => Math.Min(Answer, (tokens / Times) - Prompt);
}
