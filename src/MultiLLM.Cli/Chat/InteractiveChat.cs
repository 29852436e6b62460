using System.Globalization;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Chat;

/// <summary>A conversation: a line, an answer, until the user leaves. Ctrl+C stops an answer; errors end no session.</summary>
internal sealed class InteractiveChat(CliContext cli, ServiceSession session, ILineReader lines, ChatSettings settings)
{
    private const string NoAnswer = "There is no whole answer yet.";
    private const string LeaveHint = "To leave, press Ctrl+D or type /exit.";
    private readonly AnswerPrinter _printer = new(cli);
    private readonly List<ChatTurn> _history = [];
    private ChatSettings _settings = settings;
    private volatile bool _interrupted;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var own = session.IsOwn ? "a service of this session" : ServiceAddress.Show(session.Client.BaseAddress);
        cli.Console.Note($"{own} · model {_settings.Model ?? "auto"} · /help for commands, Ctrl+C stops an answer, Ctrl+D leaves");
        // Between a line and its answer Ctrl+C belongs to nobody, and it must not end the session.
        using var between = cli.Interrupts.Capture(() => _interrupted = true);
        while (true)
        {
            _interrupted = false;
            var input = await lines.ReadAsync("> ", cancellationToken).ConfigureAwait(false);
            switch (input.Kind)
            {
                case LineKind.End:
                    return ExitCode.Ok;
                case LineKind.Interrupted:
                    cli.Console.Note(LeaveHint);
                    break;
                case LineKind.Text when string.IsNullOrWhiteSpace(input.Text):
                    break;
                default:
                    if (!await HandleAsync(input.Text.Trim(), cancellationToken).ConfigureAwait(false))
                    {
                        return ExitCode.Ok;
                    }

                    break;
            }
        }
    }

    private async Task<bool> HandleAsync(string text, CancellationToken cancellationToken)
    {
        var command = SlashCommand.Parse(text);
        switch (command.Kind)
        {
            case SlashKind.Exit:
                return false;
            case SlashKind.Help:
                cli.Console.Note(SlashCommand.Help);
                break;
            case SlashKind.Clear:
                _history.Clear();
                cli.Console.Note("The conversation starts anew.");
                break;
            case SlashKind.System:
                SetSystem(command.Argument);
                break;
            case SlashKind.Model:
                await GuardAsync((client, token) => SetModelAsync(client, command.Argument, token), cancellationToken).ConfigureAwait(false);
                break;
            case SlashKind.Why:
                ShowWhy();
                break;
            case SlashKind.Good or SlashKind.Bad:
                await GuardAsync((client, token) => VoteAsync(client, command, token), cancellationToken).ConfigureAwait(false);
                break;
            case SlashKind.Unknown:
                cli.Console.Problem($"There is no command {command.Argument}. /help lists them; to send a message that starts with a slash, type two.");
                break;
            default:
                await AnswerAsync(command.Argument, cancellationToken).ConfigureAwait(false);
                break;
        }

        return true;
    }

    private async Task AnswerAsync(string message, CancellationToken cancellationToken)
    {
        var finished = await GuardAsync(
            (client, token) => _printer.PrintAsync(client, _settings.ToRequest(message, [.. _history]), _settings, token), cancellationToken)
            .ConfigureAwait(false);

        // An answer that was stopped half-way was still read; one that failed was not given.
        if (finished is Outcome.Done or Outcome.Stopped && _printer.Text.Length > 0)
        {
            _history.Add(new ChatTurn("user", message));
            _history.Add(new ChatTurn("assistant", _printer.Text));
        }
    }

    private async Task<Outcome> GuardAsync(Func<MultiLLMClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var answer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var capture = cli.Interrupts.Capture(answer.Cancel);
        try
        {
            if (_interrupted)
            {
                await answer.CancelAsync().ConfigureAwait(false);
            }

            await session.RunAsync(work, answer.Token).ConfigureAwait(false);
            return Outcome.Done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            cli.Console.Note("Stopped.");
            return Outcome.Stopped;
        }
        catch (Exception exception) when (Failure.Of(exception) is { } failure)
        {
            cli.Console.Problem(failure.Message);
            if (failure.Code == "context_length_exceeded")
            {
                cli.Console.Note("/clear starts a new conversation.");
            }

            return Outcome.Failed;
        }
    }

    private void ShowWhy()
    {
        if (_printer.Reply is { } reply)
        {
            ChoiceWords.Write(cli, reply);
        }
        else
        {
            cli.Console.Note(NoAnswer);
        }
    }

    private async Task VoteAsync(MultiLLMClient client, SlashCommand command, CancellationToken cancellationToken)
    {
        if (_printer.Reply?.Selection.DecisionId is not { } decision)
        {
            cli.Console.Note(NoAnswer);
            return;
        }

        var vote = new FeedbackRequest
        {
            DecisionId = decision,
            Rating = command.Kind == SlashKind.Good ? 1 : -1,
            BetterModel = command is { Kind: SlashKind.Bad, Argument.Length: > 0 } ? command.Argument : null,
        };
        var counted = await client.SendFeedbackAsync(vote, cancellationToken).ConfigureAwait(false);
        cli.Console.Note(string.Create(
            CultureInfo.InvariantCulture, $"Noted: {counted.ModelId} at {counted.Task} is now expected at {counted.QualityAfter:0.000} of 10, before {counted.QualityBefore:0.000}."));
    }

    private void SetSystem(string text)
    {
        if (text.Length == 0 && _settings.System is { Length: > 0 } current)
        {
            cli.Console.Note($"Instructions: {current}\n/system none removes them.");
            return;
        }

        _settings = _settings with { System = text is "" or "none" ? null : text };
        cli.Console.Note(_settings.System is null ? "No instructions. Set them with /system TEXT." : "Instructions set.");
    }

    private async Task SetModelAsync(MultiLLMClient client, string id, CancellationToken cancellationToken)
    {
        if (id is "auto")
        {
            _settings = _settings with { Model = null, Fallbacks = [] };
        }
        else if (id.StartsWith("auto:", StringComparison.OrdinalIgnoreCase))
        {
            _settings = _settings with { Model = id, Fallbacks = [] }; // the service says which there are
        }
        else if (id.Length > 0)
        {
            var model = await client.GetModelAsync(id, cancellationToken).ConfigureAwait(false);
            _settings = _settings with { Model = model.Id, Fallbacks = [] };
        }
        else
        {
            var models = await client.ListModelsAsync(cancellationToken).ConfigureAwait(false);
            cli.Console.Note("Models: auto, " + string.Join(", ", models.Models.Where(model => model.Kind != "embedding").Select(model => model.Id)));
        }

        cli.Console.Note($"Model: {_settings.Model ?? "auto"}");
    }

    private enum Outcome
    {
        Done,
        Stopped,
        Failed,
    }
}
