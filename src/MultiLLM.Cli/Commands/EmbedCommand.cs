using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class EmbedCommand
{
    private const int ShownNumbers = 4;
    private const int ShownText = 40;

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var texts = new Argument<string[]>("TEXT")
        {
            Description = "One or more texts. Without any: what is piped in, one text a line.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var model = CommonOptions.Model("Which embedding model.");
        var fallbacks = CommonOptions.Fallbacks();
        var dimensions = new Option<int?>("--dimensions") { Description = "Cut the vectors to this many numbers.", HelpName = "N" };
        var command = new Command(
            "embed",
            "Turn texts into vectors. On a terminal: a summary and how near the texts are to the first; in a pipe: one vector a line. Starts a service for itself where none is running.")
        {
            texts, model, fallbacks, dimensions,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new EmbeddingsRequest
            {
                Texts = await TextsAsync(cli, parsed.GetValue(texts) ?? [], cancellationToken).ConfigureAwait(false),
                ModelId = parsed.GetValue(model),
                Fallbacks = parsed.GetValue(fallbacks) is { Length: > 0 } names ? names : null,
                Dimensions = parsed.GetValue(dimensions),
            };
            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: true, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var reply = await session.Client.EmbedAsync(request, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, reply, ApiJsonContext.Default.EmbeddingsReply);
            }
            else
            {
                Show(cli, request.Texts, reply);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(CliContext cli, string[] texts, CancellationToken cancellationToken)
    {
        if (texts.Length == 0 && !cli.Console.InIsTerminal)
        {
            var piped = await Task.Run(cli.Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            texts = piped.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        return texts.Length > 0 ? texts : throw new CliFailure(ExitCode.Usage, "missing_text", "There is no text to embed.");
    }

    private static void Show(CliContext cli, IReadOnlyList<string> texts, EmbeddingsReply reply)
    {
        if (!cli.Console.OutIsTerminal)
        {
            foreach (var vector in reply.Embeddings)
            {
                cli.Console.Out.WriteLine(string.Join(' ', vector.Select(Number)));
            }

            return;
        }

        var first = reply.Embeddings[0];
        Columns.Write(cli.Console, ["TEXT", "VECTOR", "NEAR THE FIRST"], texts.Zip(reply.Embeddings, (text, vector) => (IReadOnlyList<string>)
        [
            TerminalText.Line(text, ShownText),
            string.Join(' ', vector.Take(ShownNumbers).Select(number => number.ToString("0.000", CultureInfo.InvariantCulture))) + " …",
            Dot(first, vector).ToString("0.000", CultureInfo.InvariantCulture),
        ]));
        cli.Console.Note($"{reply.ModelId} · {reply.Dimensions} numbers a text · {reply.Tokens} tokens · {Output.Seconds(reply.ProcessingTime)}");
    }

    private static string Number(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    // The vectors have length 1, so this is the cosine.
    private static float Dot(IReadOnlyList<float> a, IReadOnlyList<float> b) => a.Zip(b, (x, y) => x * y).Sum();
}
