using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class PolicyCommand
{
    private const int TextsAtOnce = 500;
    private static readonly string[] Headers = ["RULE", "ACTION", "DIRECTION", "LOOKS FOR"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("policy", "The content policy: what may go to models, and what may come back.");
        command.Add(Show(cli, common));
        command.Add(Test(cli, common));
        return command;
    }

    private static Command Show(CliContext cli, CommonOptions common)
    {
        var command = new Command("show", "Show the policy in force.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var policy = await client.GetPolicyAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, policy, ApiJsonContext.Default.PolicyInfo);
                return ExitCode.Ok;
            }

            cli.Console.Out.WriteLine($"Version {TerminalText.Line(policy.Version ?? "none: every request is refused")}, {TerminalText.Line(policy.Path ?? "built in")}");
            Columns.Write(cli.Console, Headers, policy.Rules.Select(Row));
            if (policy.Problem is { } problem)
            {
                cli.Console.Problem(problem);
            }

            return policy.Problem is null ? ExitCode.Ok : ExitCode.Failed;
        }, cancellationToken));
        return command;
    }

    private static Command Test(CliContext cli, CommonOptions common)
    {
        var file = new Argument<FileInfo?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "A policy file; without it the policy in force is tried." };
        var text = new Option<string[]>("--text") { Description = "A text to try it on; may be given several times.", HelpName = "TEXT" };
        var cases = new Option<FileInfo?>("--cases") { Description = "Lines of JSON, each with a \"text\".", HelpName = "FILE" };
        var output = new Option<bool>("--output") { Description = "As what a model says, not as what is said to it." };
        var command = new Command("test", "Check a policy file, and say what it finds. Exit code 1: the file is faulty.") { file, text, cases, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var policy = parsed.GetValue(file) is { } named ? await NamedFile.ReadAsync(named.FullName, "The policy", cancellationToken).ConfigureAwait(false) : null;
            var texts = new List<string>(parsed.GetValue(text) ?? []);
            if (parsed.GetValue(cases) is { } lines)
            {
                texts.AddRange(await ReadAsync(lines, cancellationToken).ConfigureAwait(false));
            }

            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: false, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var first = true;
            foreach (var batch in texts.Count == 0 ? [[]] : texts.Chunk(TextsAtOnce))
            {
                var reply = await session.Client.TestPolicyAsync(
                    new PolicyTestRequest { Policy = policy, Texts = batch, Direction = parsed.GetValue(output) ? "output" : "input" }, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(common.Json))
                {
                    Output.WriteJson(cli, reply, ApiJsonContext.Default.PolicyTestReply);
                }
                else
                {
                    Tell(cli, reply, batch, first);
                }

                if (reply.Version is null)
                {
                    return ExitCode.Failed;
                }

                first = false;
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Tell(CliContext cli, PolicyTestReply reply, IReadOnlyList<string> texts, bool first)
    {
        foreach (var problem in reply.Problems)
        {
            cli.Console.Problem($"line {problem.Line}: {problem.Message}");
        }

        if (first && reply.Version is { } version)
        {
            cli.Console.Out.WriteLine($"Policy {TerminalText.Line(version)} is in order.");
        }

        for (var i = 0; i < reply.Texts.Count; i++)
        {
            cli.Console.Out.WriteLine($"{(reply.Texts[i].Hits.Count == 0 ? "-" : "!")} {TerminalText.Line(texts[i].Length > 70 ? texts[i][..70] + "…" : texts[i])}");
            foreach (var hit in reply.Texts[i].Hits)
            {
                cli.Console.Out.WriteLine(TerminalText.Line($"    {hit.Rule}: {hit.Action}{(hit.DryRun ? " (dry run)" : "")} {hit.What} at {hit.Start}-{hit.End}{(hit.Sign is { } sign ? $", {sign}" : "")}"));
            }
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var lines = (await NamedFile.ReadAsync(file.FullName, "The cases", cancellationToken).ConfigureAwait(false)).ReplaceLineEndings("\n").Split('\n');
        return [.. lines.Index().Where(line => line.Item.Length > 0).Select(line => TextOf(line.Item) ?? throw new CliFailure(
            ExitCode.Usage, "invalid_cases", string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{line.Index + 1} is no case; a case looks like {{\"text\": \"…\"}}.")))];
    }

    /// <summary>Null: the line is no case.</summary>
    private static string? TextOf(string line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> Row(PolicyRuleInfo rule)
    {
        var looksFor = rule.Detectors.Concat(rule.Terms > 0 ? [$"{rule.Terms} terms"] : []).Concat(rule.MaxCharacters is { } most ? [$"more than {most} characters"] : []);
        return [rule.Id, rule.Action + (rule.DryRun ? " (dry run)" : ""), rule.Direction, string.Join(", ", looksFor)];
    }
}
