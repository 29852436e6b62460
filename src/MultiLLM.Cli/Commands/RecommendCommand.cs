using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class RecommendCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var task = new Argument<string[]>("TASK")
        {
            Description = "What is to be done, such as a typical prompt. Without it: what is piped in.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var limit = new Option<int?>("--limit") { Description = "Models to show of each kind, 1 to 50; 5 where it is left out.", HelpName = "N" };
        var choice = new ChoiceOptions();
        var command = new Command("recommend", "Show which models would do a task well here, and why. Runs no model. Starts a service for itself where none is running.")
        {
            task, limit,
        };
        choice.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wishes = choice.Of(parsed);
            var request = new RecommendationRequest
            {
                TaskDescription = await TaskAsync(cli, parsed.GetValue(task) ?? [], cancellationToken).ConfigureAwait(false),
                Limit = parsed.GetValue(limit),
                Preference = wishes.Preference,
                MaxSeconds = wishes.MaxSeconds,
                MaxCost = wishes.MaxCost,
                MinQuality = wishes.MinQuality,
                AllowModels = wishes.AllowModels,
                DenyModels = wishes.DenyModels,
                LoadedOnly = wishes.LoadedOnly,
            };
            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: true, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var reply = await session.Client.RecommendAsync(request, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, reply, ApiJsonContext.Default.RecommendationReply);
            }
            else
            {
                RecommendationSheet.Write(cli, reply);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> TaskAsync(CliContext cli, string[] words, CancellationToken cancellationToken)
    {
        var task = words.Length == 0 && !cli.Console.InIsTerminal
            ? await Task.Run(cli.Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false)
            : string.Join(' ', words);
        return string.IsNullOrWhiteSpace(task)
            ? throw new CliFailure(ExitCode.Usage, "missing_task", "Say what is to be done, for example: multillm recommend \"summarise long contracts\"")
            : task;
    }
}
