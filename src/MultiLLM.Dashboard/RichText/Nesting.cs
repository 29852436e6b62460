namespace MultiLLM.Dashboard.RichText;

/// <summary>
/// Tells texts that are made to be slow from others before they are parsed: runs of brackets and marks that nobody writes, and lines that begin
/// with a heap of them. What stands in fenced code is not looked at: a parser takes it as it is.
/// </summary>
internal static class Nesting
{
    /// <summary>Brackets that may be open at one time, in one paragraph.</summary>
    private const int MaxOpen = 200;

    /// <summary>Quotes and bullets at the beginning of a line, or white space before it.</summary>
    private const int MaxBegin = 200;

    /// <summary>Marks of emphasis in one paragraph.</summary>
    private const int MaxMarks = 2000;

    /// <summary>More white space than this makes indented code of what would be a fence.</summary>
    private const int MaxFenceIndent = 3;

    public static bool IsBounded(string text)
    {
        int open = 0, marks = 0;
        var fence = default(Fence);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (fence.Length > 0)
            {
                if (FenceOf(line) is var end && end.Mark == fence.Mark && end.Length >= fence.Length && end.Bare)
                    fence = default;
                continue;
            }
            fence = FenceOf(line);
            if (fence.Length > 0 || line.IsWhiteSpace())
            {
                (open, marks) = (0, 0);
                continue;
            }
            if (line.Length - line.TrimStart(" \t>-+*").Length > MaxBegin)
                return false;
            foreach (var c in line)
            {
                if (c is '[' or '(' or '<' && ++open > MaxOpen)
                    return false;
                if (c is ']' or ')' or '>' && open > 0)
                    open--;
                if (c is '*' or '_' or '~' or '`' && ++marks > MaxMarks)
                    return false;
            }
        }
        return true;
    }

    /// <summary>Length 0: the line is none.</summary>
    private static Fence FenceOf(ReadOnlySpan<char> line)
    {
        var trimmed = line.TrimStart(' ');
        if (line.Length - trimmed.Length > MaxFenceIndent || trimmed.Length < 3 || trimmed[0] is not ('`' or '~'))
            return default;
        var mark = trimmed[0];
        var rest = trimmed.TrimStart(mark);
        var length = trimmed.Length - rest.Length;
        return length < 3 || mark == '`' && rest.Contains('`') ? default : new Fence(mark, length, rest.IsWhiteSpace());
    }

    /// <param name="Mark">What it is made of.</param>
    /// <param name="Length">How many of them.</param>
    /// <param name="Bare">Nothing follows, so that it can end a block.</param>
    private readonly record struct Fence(char Mark, int Length, bool Bare);
}
