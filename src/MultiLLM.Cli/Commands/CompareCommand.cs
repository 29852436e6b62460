using System.CommandLine;
using MultiLLM.Cli.Compare;
using MultiLLM.Cli.Hosting;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class CompareCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var words = new Argument<string[]>("PROMPT") { Description = "What to ask. Without it: what is piped in.", Arity = ArgumentArity.ZeroOrMore };
        var models = new Option<string[]>("--models", "--model", "-m")
        {
            Description = "From 2 to 8 models, ids or aliases, separated by commas.",
            HelpName = "ID,ID",
            Required = true,
        };
        var file = new Option<string?>("--file", "-f") { Description = "A file with a prompt on each line, and after a tab its reference.", HelpName = "PATH" };
        var reference = new Option<string?>("--reference") { Description = "A right answer, to judge the answers by.", HelpName = "TEXT" };
        var check = new Option<string?>("--check") { Description = "How answers are held against references. Default: token_f1.", HelpName = "CHECK" };
        check.AcceptOnlyFromAmong("token_f1", "rouge_l", "exact", "contains", "regex");
        var task = new Option<string?>("--task") { Description = "What it is about, such as code. Default: it is read.", HelpName = "TASK" };
        var blind = new Option<bool>("--blind") { Description = "Show answers without names and ask which is better." };
        var system = new Option<string?>("--system", "-s") { Description = "Instructions before each prompt.", HelpName = "TEXT" };
        var temperature = CommonOptions.Number("--temperature", "0 (always the likeliest word, reproducible) to 2.");
        var maxTokens = new Option<int?>("--max-tokens") { Description = "Length of an answer at most. Default: 256.", HelpName = "N" };
        var seed = new Option<long?>("--seed") { Description = "Same seed and settings: same answers.", HelpName = "N" };
        var command = new Command("compare", "Ask several models the same and show their answers side by side. Starts a service for itself where none is running.")
        {
            words, models, file, reference, check, task, blind, system, temperature, maxTokens, seed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (json, asksPerson) = (parsed.GetValue(common.Json), parsed.GetValue(blind));
            if (json && asksPerson)
            {
                throw new CliFailure(ExitCode.Usage, "no_person", "--blind asks a person, so --json does not go with it.");
            }

            var request = new ComparisonRequest
            {
                Models = [.. parsed.GetValue(models)!.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                Prompts = await ComparePrompts.ReadAsync(
                    cli, parsed.GetValue(words) ?? [], parsed.GetValue(file), parsed.GetValue(reference), parsed.GetValue(task), cancellationToken).ConfigureAwait(false),
                Check = parsed.GetValue(check),
                Blind = asksPerson ? true : null,
                SystemPrompt = parsed.GetValue(system),
                Temperature = parsed.GetValue(temperature),
                MaxTokens = parsed.GetValue(maxTokens),
                Seed = parsed.GetValue(seed),
            };
            return await RunAsync(cli, common.Address(parsed, cli), request, json, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, ServiceTarget address, ComparisonRequest request, bool json, CancellationToken cancellationToken)
    {
        var session = await ServiceSession.ConnectAsync(cli, address, startOwn: true, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var client = session.Client;
        var begun = await client.StartComparisonAsync(request, cancellationToken).ConfigureAwait(false);
        var comparison = await new ComparisonProgress(cli, client).FinishAsync(begun, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Output.WriteJson(cli, comparison, ApiJsonContext.Default.ComparisonInfo);
        }
        else if (comparison.Blind)
        {
            comparison = await new BlindVoting(cli, client).RunAsync(comparison, cancellationToken).ConfigureAwait(false);
            new ComparisonSheet(cli.Console).WriteFigures(comparison);
            cli.Console.Out.WriteLine();
            EloSheet.Write(cli.Console, await client.GetEloAsync(null, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            new ComparisonSheet(cli.Console).Write(comparison);
        }

        return comparison.State == "done" ? ExitCode.Ok : ExitCode.Failed;
    }
}
