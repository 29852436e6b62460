namespace MultiLLM.Dashboard.Docs;

/// <summary>What stood on a terminal: commands behind "$ ", and what they answered.</summary>
internal static class Transcript
{
    private const string Prompt = "$ ";

    /// <summary>The commands alone, to be pasted; a text without any is taken as it is.</summary>
    public static string Commands(string text)
    {
        var commands = new List<string>();
        var goesOn = false;
        foreach (var line in text.Split('\n'))
        {
            if (!goesOn && !line.StartsWith(Prompt, StringComparison.Ordinal))
                continue;
            commands.Add(goesOn ? line : line[Prompt.Length..]);
            goesOn = line.EndsWith('\\') || IsOpen(commands, goesOn, line);
        }
        return commands.Count == 0 ? text : string.Join('\n', commands);
    }

    // A quoted body may take several lines.
    private static bool IsOpen(List<string> commands, bool wentOn, string line)
    {
        var quotes = line.Count(c => c == '\'');
        for (var i = commands.Count - 2; wentOn && i >= 0; i--)
            quotes += commands[i].Count(c => c == '\'');
        return quotes % 2 == 1;
    }
}
