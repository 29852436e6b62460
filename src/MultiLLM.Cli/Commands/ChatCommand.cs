using System.CommandLine;
using MultiLLM.Cli.Chat;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Commands;

internal static class ChatCommand
{
    private const string StandardInput = "-";

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var prompt = new Argument<string[]>("PROMPT")
        {
            Description = "The message. Without it: what is piped in, else an interactive chat. A word that is only - stands for what is piped in.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var model = CommonOptions.Model("Which model answers.");
        var system = new Option<string?>("--system", "-s") { Description = "Instructions before the conversation.", HelpName = "TEXT" };
        var fallbacks = CommonOptions.Fallbacks();
        var choice = new ChoiceOptions();
        var temperature = CommonOptions.Number("--temperature", "0 (always the likeliest word, reproducible) to 2.");
        var topP = CommonOptions.Number("--top-p", "Above 0, at most 1.");
        var maxTokens = new Option<int?>("--max-tokens") { Description = "Length of the answer at most.", HelpName = "N" };
        var seed = new Option<long?>("--seed") { Description = "Same seed and settings: same answer.", HelpName = "N" };
        var noStream = new Option<bool>("--no-stream") { Description = "Show the answer when it is complete." };

        var command = new Command("chat", "Ask a model, once or in a conversation. Starts a service for itself where none is running.")
        {
            prompt, model, fallbacks, system, temperature, topP, maxTokens, seed, noStream,
        };
        choice.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            cli,
            common.Address(parsed, cli),
            parsed.GetValue(prompt) ?? [],
            new ChatSettings
            {
                Model = parsed.GetValue(model),
                Fallbacks = parsed.GetValue(fallbacks) ?? [],
                System = parsed.GetValue(system),
                Choice = choice.Of(parsed),
                Temperature = parsed.GetValue(temperature),
                TopP = parsed.GetValue(topP),
                MaxTokens = parsed.GetValue(maxTokens),
                Seed = parsed.GetValue(seed),
                Json = parsed.GetValue(common.Json),
                Stream = !parsed.GetValue(noStream),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, ServiceTarget address, string[] words, ChatSettings settings, CancellationToken cancellationToken)
    {
        var message = await MessageAsync(cli, words, cancellationToken).ConfigureAwait(false);
        if (message is null && settings.Json)
        {
            throw new CliFailure(ExitCode.Usage, "missing_prompt", "--json needs a prompt: as an argument, or piped in.");
        }

        var session = await ServiceSession.ConnectAsync(cli, address, startOwn: true, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        if (message is null)
        {
            return await new InteractiveChat(cli, session, LineReader(cli), settings).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        await new AnswerPrinter(cli).PrintAsync(session.Client, settings.ToRequest(message), settings, cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>Null: a person is to be asked.</summary>
    private static async Task<string?> MessageAsync(CliContext cli, string[] words, CancellationToken cancellationToken)
    {
        if (words.Length == 0 && cli.Console.InIsTerminal)
        {
            return null;
        }

        if (words.Length == 0 || words.Contains(StandardInput))
        {
            var piped = await Task.Run(cli.Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            words = words.Length == 0 ? [piped.TrimEnd()] : [.. words.Select(word => word == StandardInput ? piped.TrimEnd() : word)];
        }

        var message = string.Join(' ', words);
        return string.IsNullOrWhiteSpace(message) ? throw new CliFailure(ExitCode.Usage, "missing_prompt", "The prompt is empty.") : message;
    }

    private static ILineReader LineReader(CliContext cli) =>
        cli.Console is { OutIsTerminal: true, CursorMoves: true } ? new TerminalLineReader(cli.Console) : new PlainLineReader(cli.Console, cli.Interrupts);
}
