using System.Text.Json;

namespace MultiLLM.PolicyBench;

/// <param name="Text">What somebody may write.</param>
/// <param name="Expect">Detectors that must see something in it; empty: none may.</param>
/// <param name="Shape">How it is dressed.</param>
internal sealed record PolicyCase(string Text, IReadOnlyList<string> Expect, string Shape);

/// <summary>Lines of labelled texts.</summary>
internal static class PolicyCases
{
    /// <summary>Stands within what looks like a secret, so that nobody's scanner takes the file for a leak.</summary>
    private const string Cut = "¦";

    public static List<PolicyCase> Read(string path) => [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Parse)];

    private static PolicyCase Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new PolicyCase(
            root.GetProperty("text").GetString()!.Replace(Cut, "", StringComparison.Ordinal),
            root.TryGetProperty("expect", out var expect) ? [.. expect.EnumerateArray().Select(name => name.GetString()!)] : [],
            root.TryGetProperty("shape", out var shape) ? shape.GetString()! : "ordinary");
    }
}
