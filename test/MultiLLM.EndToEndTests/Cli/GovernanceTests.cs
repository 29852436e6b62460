using System.Text.Json.Nodes;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>Policy, health and report by the commands, against a service that runs already.</summary>
public sealed class GovernanceTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Policy = """
        {
          "version": "2026-11",
          "rules": [
            { "id": "mail", "detectors": ["email"], "direction": "input", "action": "mask" },
            { "id": "bluebird", "terms": ["project bluebird"], "action": "block", "dry_run": true }
          ]
        }
        """;

    private Sandbox Sandbox => service.Sandbox;

    [Fact]
    public async Task PolicyTest_GoodFile_TellsWhatItsRulesFind()
    {
        var file = await WriteAsync("good.json", Policy);
        var cases = await WriteAsync("cases.jsonl", """{"text":"project bluebird"}""" + "\n" + """{"text":"nothing here"}""" + "\n");

        var told = await OkAsync("policy", "test", file, "--text", "Write to me@example.org", "--cases", cases);

        Assert.Equal(
            ["Policy 2026-11 is in order.", "! Write to me@example.org", "    mail: mask email at 9-23", "! project bluebird", "    bluebird: block (dry run) terms at 0-16", "- nothing here"],
            told.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task PolicyTest_FaultyFile_NamesEveryLineAndFails()
    {
        var file = await WriteAsync("faulty.json", Policy.Replace("\"email\"", "\"e-mail\"").Replace("\"block\"", "\"stop\""));

        var result = await Command.RunCliAsync(Sandbox, null, "policy", "test", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)line 4: .*""e-mail""", result.Error);
        Assert.Matches(@"(?m)line 5: .*action", result.Error);
    }

    [Fact]
    public async Task FaultyPolicy_InForce_IsInHealthAndReportUntilItIsMended()
    {
        var file = Path.Combine(Sandbox.Home, "policy.json");
        await WriteAsync("policy.json", Policy);
        await UntilAsync(async () => (await OkAsync("policy", "show")).Contains("2026-11", StringComparison.Ordinal));
        await WriteAsync("policy.json", "{ nonsense");
        await UntilAsync(async () => (await Command.RunCliAsync(Sandbox, null, "policy", "show")).ExitCode == 1);

        Assert.Matches(@"(?m)^-20 policy: .*line 1.* Policy 2026-11 stays in force\.\n +Put the file right \(multillm policy test FILE", await OkAsync("health"));
        Assert.Matches(@"(?m)^Content policy: .*line 1", await OkAsync("governance", "report"));
        File.Delete(file);
        await WriteAsync("policy.json", Policy);
        await UntilAsync(async () => !(await OkAsync("health")).Contains("policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GovernanceReport_TextJsonAndPage_TellOfTheAreas()
    {
        await OkAsync("keys", "create", "--name", "auditor", "--role", "read-only");
        var page = Path.Combine(Sandbox.Home, "report.html");

        var text = await OkAsync("governance", "report");
        var report = JsonNode.Parse(await OkAsync("governance", "report", "--json"))!;
        await OkAsync("governance", "report", "--html", page);

        Assert.Contains("Audit log: intact", text);
        Assert.Matches(@"(?m)^Keys: \d+ of \d+ are active\.", text);
        Assert.Equal(["keys", "policy", "policy_decisions", "policy_changes", "limits", "backends"], report["parts"]!.AsArray().Select(part => (string)part!["id"]!));
        Assert.Contains(report["parts"]![0]!["rows"]!.AsArray(), row => (string?)row![1] == "auditor" && (string?)row[2] == "read_only");
        Assert.Matches("<h2 id=\"part-\\d+\">Keys</h2>.*auditor", (await File.ReadAllTextAsync(page)).ReplaceLineEndings(" "));
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Sandbox.Home, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !await holds(); await Task.Delay(100))
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "It did not come to hold.");
    }

    private async Task<string> OkAsync(params string[] args)
    {
        var result = await Command.RunCliAsync(Sandbox, null, args);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', args)}: {result}");
        return result.Out;
    }
}
