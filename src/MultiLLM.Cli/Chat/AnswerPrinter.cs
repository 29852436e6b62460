using System.Text;
using System.Text.Json;
using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Chat;

/// <summary>Asks for one answer and shows it while it comes.</summary>
internal sealed class AnswerPrinter(CliContext cli)
{
    private readonly CliConsole _console = cli.Console;
    private readonly StringBuilder _text = new();
    private string? _remarked;

    /// <summary>What of the last answer was received, also where it broke off.</summary>
    public string Text => _text.ToString();

    /// <summary>The last answer with its figures; null: it failed or was stopped.</summary>
    public ChatReply? Reply { get; private set; }

    public async Task PrintAsync(MultiLLMClient client, ChatRequest request, ChatSettings settings, CancellationToken cancellationToken)
    {
        _text.Clear();
        Reply = null;
        Reply = settings.Stream
            ? await StreamAsync(client, request, settings.Json, cancellationToken).ConfigureAwait(false)
            : await WholeAsync(client, request, settings.Json, cancellationToken).ConfigureAwait(false);
        if (!settings.Json)
        {
            Conclude(Reply);
        }
    }

    private async Task<ChatReply> StreamAsync(MultiLLMClient client, ChatRequest request, bool json, CancellationToken cancellationToken)
    {
        ChatReply? reply = null;
        var events = client.ChatStreamAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = events.ConfigureAwait(false);
        try
        {
            var more = await WaitAsync(events.MoveNextAsync().AsTask()).ConfigureAwait(false);
            for (; more; more = await events.MoveNextAsync().ConfigureAwait(false))
            {
                reply = events.Current.Reply;
                Show(events.Current, json);
            }
        }
        finally
        {
            if (!json && _text is { Length: > 0 } && _text[^1] != '\n')
            {
                _console.Out.WriteLine();
            }
        }

        return reply!; // The client ends a stream without it by an exception.
    }

    private async Task<ChatReply> WholeAsync(MultiLLMClient client, ChatRequest request, bool json, CancellationToken cancellationToken)
    {
        var reply = await WaitAsync(client.ChatAsync(request, cancellationToken)).ConfigureAwait(false);
        _text.Append(reply.Response);
        _console.Out.WriteLine(json ? JsonSerializer.Serialize(reply, ApiJsonContext.Default.ChatReply) : _console.ForOut(reply.Response));
        return reply;
    }

    private void Show(ChatStreamEvent item, bool json)
    {
        _text.Append(item.Delta);
        if (json)
        {
            _console.Out.WriteLine(JsonSerializer.Serialize(item, ApiJsonContext.Default.ChatStreamEvent));
        }
        else if (item.Delta is { } delta)
        {
            _console.Out.Write(_console.ForOut(delta));
        }

        _console.Out.Flush();
    }

    private Task<T> WaitAsync<T>(Task<T> task) => Spinner.WhileAsync(cli, "Waiting for the model", task);

    private void Conclude(ChatReply reply)
    {
        if (!_console.ErrorIsTerminal)
        {
            return;
        }

        _console.Note(AnswerSummary.Figures(reply));
        if (reply.ModelId != _remarked && AnswerSummary.Remark(reply, CliContext.Tilde(Path.Combine(cli.Home, "models"))) is { } remark)
        {
            _console.Note(remark);
            _remarked = reply.ModelId;
        }
    }
}
