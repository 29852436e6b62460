namespace PolicyCases;

/// <summary>One labelled text or conversation, before its values are filled in.</summary>
/// <param name="Labels">What is in it: names of kinds, empty for a benign case.</param>
internal sealed record CaseTemplate(string Id, IReadOnlyList<string> Labels, string Language, string Note, IReadOnlyList<CaseMessage> Messages);

/// <param name="Role">Null where the case is one text.</param>
internal sealed record CaseMessage(string? Role, string Text);

/// <summary>
/// Reads template files: a case begins with <c>== labels language | note</c>, then comes its text; lines <c>@user</c>, <c>@assistant</c>, <c>@system</c>, <c>@tool</c>
/// begin messages. In files with a line <c>== lines labels language | note</c> each following line is a case of its own.
/// </summary>
internal static class TemplateReader
{
    private static readonly string[] Roles = ["@system", "@user", "@assistant", "@tool"];

    public static IReadOnlyList<CaseTemplate> Read(string name, string text)
    {
        var cases = new List<CaseTemplate>();
        foreach (var part in ("\n" + text.ReplaceLineEndings("\n")).Split("\n== ").Skip(1))
        {
            var end = part.IndexOf('\n');
            var header = part[..end].Split('|', 2, StringSplitOptions.TrimEntries);
            var words = header[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var body = part[(end + 1)..].Trim('\n');
            var each = words[0] == "lines";
            foreach (var one in each ? body.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [body])
            {
                var labels = words[each ? 1 : 0] is "none" ? [] : words[each ? 1 : 0].Split(',');
                cases.Add(new CaseTemplate($"{name}-{cases.Count + 1:D3}", labels, words[^1], header.ElementAtOrDefault(1) ?? "", Messages(one)));
            }
        }

        return cases;
    }

    private static List<CaseMessage> Messages(string body)
    {
        var messages = new List<CaseMessage>();
        string? role = null;
        var lines = new List<string>();
        foreach (var line in body.Split('\n'))
        {
            if (!Roles.Contains(line))
            {
                lines.Add(line);
                continue;
            }

            Flush();
            role = line[1..];
        }

        Flush();
        return messages;

        void Flush()
        {
            if (lines.Count > 0)
            {
                messages.Add(new CaseMessage(role, string.Join('\n', lines).Trim('\n')));
            }

            lines.Clear();
        }
    }
}
