using System.Text.RegularExpressions;

namespace MultiLLM.Core.Comparisons.Measures;

/// <summary>How an answer is held against its reference.</summary>
public enum AnswerCheck
{
    /// <summary>Words in common, however ordered.</summary>
    TokenF1,

    /// <summary>The longest common sequence of words.</summary>
    RougeL,

    /// <summary>The same words in the same order: 1, else 0.</summary>
    Exact,

    /// <summary>The reference stands in the answer, whatever the case: 1, else 0.</summary>
    Contains,

    /// <summary>The reference is a regular expression that matches somewhere in the answer: 1, else 0.</summary>
    Regex,
}

public static class AnswerChecks
{
    // Does not backtrack, so that its time grows with the text only; therefore without look-around and back-references.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Why a pattern cannot be used; null: it can.</summary>
    public static string? ProblemOf(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Options);
            return null;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return refused.Message;
        }
    }

    /// <summary>0 to 1.</summary>
    public static double Of(AnswerCheck check, string answer, string reference) => check switch
    {
        AnswerCheck.RougeL => AnswerMeasures.RougeL(answer, reference),
        AnswerCheck.Exact => AnswerMeasures.AreSame(answer, reference) ? 1 : 0,
        AnswerCheck.Contains => answer.Contains(reference, StringComparison.OrdinalIgnoreCase) ? 1 : 0,
        AnswerCheck.Regex => Regex.IsMatch(answer, reference, Options) ? 1 : 0,
        _ => AnswerMeasures.TokenF1(answer, reference),
    };
}
