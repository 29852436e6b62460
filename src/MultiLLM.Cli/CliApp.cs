using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.Json;
using MultiLLM.Cli.Commands;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli;

/// <summary>The command line as a whole: what commands there are, and how each may end.</summary>
internal static class CliApp
{
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null }; // A prompt may start with @.

    public static async Task<int> RunAsync(string[] args, CliContext cli)
    {
        var common = new CommonOptions();
        var parsed = Root(cli, common).Parse(args.Length == 0 ? ["--help"] : args, Parsing);
        if (BlankValues.Problems(parsed).ToList() is { Count: > 0 } blank)
        {
            return Misused(cli, parsed, blank);
        }

        if (parsed.Action is ParseErrorAction)
        {
            return Misused(cli, parsed, parsed.Errors.Select(MisuseWords.Of));
        }

        if (MistypedOptions.First(parsed) is { } option)
        {
            return Misused(cli, parsed, [$"There is no option {option}. If it is text, put -- before it."]);
        }

        using var interrupts = cli.Interrupts;
        interrupts.Listen();
        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = cli.Console.Out,
                Error = cli.Console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, interrupts.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupts.Stop.IsCancellationRequested)
        {
            return interrupts.ExitCode;
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception) ?? new Failure(ExitCode.Failed, "internal_error", $"This is a bug: {exception}");
            return Failed(cli, OptionNames.Said(failure, parsed.CommandResult), parsed.GetValue(common.Json));
        }
    }

    private static RootCommand Root(CliContext cli, CommonOptions common)
    {
        var root = new RootCommand($"Several local language models behind one service.\n\n{ExitCode.Help}")
        {
            HelpName = "multillm",
            Options = { common.Url, common.ApiKeyFile, common.Json },
        };
        root.Add(ChatCommand.Create(cli, common));
        root.Add(RecommendCommand.Create(cli, common));
        root.Add(EmbedCommand.Create(cli, common));
        root.Add(ListCommand.Create(cli, common));
        root.Add(CatalogCommand.Create(cli, common));
        root.Add(ShowCommand.Create(cli, common));
        root.Add(PsCommand.Create(cli, common));
        root.Add(BackendsCommand.Create(cli, common));
        root.Add(TopCommand.Create(cli, common));
        root.Add(StatsCommand.Create(cli, common));
        root.Add(CompareCommand.Create(cli, common));
        root.Add(HealthCommand.Create(cli, common));
        root.Add(EventsCommand.Create(cli, common));
        root.Add(LimitsCommand.Create(cli, common));
        root.Add(QueueCommand.Create(cli, common));
        root.Add(LoadCommand.Create(cli, common));
        root.Add(UnloadCommand.Create(cli, common));
        root.Add(PullCommand.Create(cli, common));
        root.Add(ImportCommand.Create(cli, common));
        root.Add(RemoveCommand.Create(cli, common));
        root.Add(KeysCommand.Create(cli, common));
        root.Add(AuditCommand.Create(cli, common));
        root.Add(GovernanceCommand.Create(cli, common));
        root.Add(EraseCommand.Create(cli, common));
        root.Add(LogLevelCommand.Create(cli, common));
        root.Add(SettingsCommand.Create(cli, common));
        root.Add(PolicyCommand.Create(cli, common));
        root.Add(ServeCommand.Create(cli));
        root.Add(DoctorCommand.Create(cli, common));
        return root;
    }

    private static int Misused(CliContext cli, ParseResult parsed, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            cli.Console.Problem(problem);
        }

        cli.Console.Error.WriteLine($"See: {string.Join(' ', PathOf(parsed.CommandResult))} --help");
        return ExitCode.Usage;
    }

    /// <summary>As it was typed: a command of a command with that one before it.</summary>
    private static IEnumerable<string> PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? PathOf(parent).Append(result.Command.Name) : ["multillm"];

    private static int Failed(CliContext cli, Failure failure, bool json)
    {
        if (json)
        {
            var reply = new ErrorReply(new ErrorInfo(failure.Code, failure.Message, failure.Param, failure.RetryAfter?.TotalSeconds));
            cli.Console.Out.WriteLine(JsonSerializer.Serialize(reply, ApiJsonContext.Default.ErrorReply));
        }

        cli.Console.Problem(failure.Message);
        return failure.ExitCode;
    }
}
