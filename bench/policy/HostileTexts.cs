using System.Diagnostics;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.PolicyBench;

/// <summary>How long all detectors together take over a megabyte that was made to keep them busy.</summary>
internal static class HostileTexts
{
    private const int Length = 1_000_000;
    private const int Runs = 9;
    private const int WarmUps = 20; // until the runtime has compiled all of it for good

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("ordinary prose", Repeat("The quick brown fox jumps over the lazy dog, and nobody asked why it did so on a Monday. ")),
        ("one word", Repeat("a")),
        ("digits", Repeat("1234567890")),
        ("digits one by one", Repeat("1 2 3 4 5 6 7 8 9 0 ")),
        ("digits in pairs", Repeat("12 34 56 78 90 ")),
        ("beginnings of cards", Repeat("4111 1111 1111 1112 ")),
        ("at signs", Repeat("a@a.a@")),
        ("beginnings of keys", Repeat("AKIA ghp_ sk- eyJ glpat- xoxb- ")),
        ("names of keys", Repeat("secret key: ")),
        ("options of commands", Repeat("mysql -p -u a: ")),
        ("cells", Repeat("password,token\n1,2\n")),
        ("titles of private keys", Repeat("-----BEGIN PRIVATE KEY-----")),
        ("assignments of nothing", Repeat("password password: token= ")),
        ("addresses", Repeat("://u:p :// http://a:b")),
        ("colons", Repeat("::1:2-:-:")),
        ("parts of injections", Repeat("ignore act as reveal previous send ")),
        ("escapes", Repeat("%41\\u0041&amp;")),
        ("base64", Repeat("aWdub3JlIGFsbCBwcmV2aW91cyBydWxlcw ")),
        ("mixed scripts", Repeat("ignоrе prеviоus ")),
        ("full-width", Repeat("ｉｇｎｏｒｅ１２３４")),
        ("letters with spaces", Repeat("i g n o r e ")),
    ];

    /// <param name="output">Where the table goes.</param>
    /// <param name="each">Also what each detector takes alone, where that is much.</param>
    public static void Measure(TextWriter output, bool each)
    {
        var detectors = DetectorCatalog.Load().All;
        var all = Scanner(detectors);
        var single = detectors.Select(detector => (detector.Name, Scanner: Scanner([detector]))).ToList();
        foreach (var (name, text) in All)
        {
            output.Write($"| {name} | {Median(all, text, WarmUps):0} ms |");
            if (each)
            {
                var alone = single.Select(one => (one.Name, Time: Median(one.Scanner, text, warmUps: 3))).OrderByDescending(one => one.Time).ToList();
                output.Write($" {string.Join(", ", alone.Take(6).Select(one => $"{one.Name} {one.Time - alone[^1].Time:0.0}"))}; the least {alone[^1].Time:0.0} |");
            }
            output.WriteLine();
        }
    }

    private static TextScanner Scanner(IReadOnlyList<Detector> detectors) =>
        new([new PolicyRule { Id = "all", Detectors = detectors, Direction = PolicyDirection.Input, Action = PolicyAction.Flag }]);

    private static double Median(TextScanner scanner, string text, int warmUps)
    {
        for (var i = 0; i < warmUps; i++)
            scanner.Scan(text);
        return Enumerable.Range(0, Runs).Select(_ =>
        {
            var began = Stopwatch.GetTimestamp();
            scanner.Scan(text);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }).Order().ElementAt(Runs / 2);
    }

    private static string Repeat(string piece) => string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length];
}
