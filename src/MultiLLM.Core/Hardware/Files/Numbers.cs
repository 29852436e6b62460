using System.Globalization;

namespace MultiLLM.Core.Hardware.Files;

/// <summary>Numbers as the system's files write them.</summary>
internal static class Numbers
{
    /// <summary>A whole file that is one number. Null: no number ("max"), or none that a long holds.</summary>
    public static long? Only(string? text) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The first number after a line's name, as in "MemTotal:  24684092 kB" and "inactive_file 323969024". Null: no such line.</summary>
    public static long? Field(string? text, string name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length == name.Length || !(line[name.Length] is ' ' or ':' or '\t'))
                continue;
            var rest = line[name.Length..].TrimStart(": \t");
            var end = rest.IndexOfAny(' ', '\t');
            return Only((end < 0 ? rest : rest[..end]).ToString());
        }
        return null;
    }
}
