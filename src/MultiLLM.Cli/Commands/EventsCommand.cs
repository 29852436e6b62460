using System.CommandLine;
using System.Globalization;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class EventsCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens, until Ctrl+C." };
        var kind = new Option<string[]>("--kind", "-k")
        {
            Description = "Only this kind, such as model.degraded, or model for all of models. May be repeated.",
            HelpName = "KIND",
            DefaultValueFactory = _ => [],
        };
        var model = new Option<string?>("--model", "-m") { Description = "Only what is about this model.", HelpName = "ID" };
        var since = new Option<string?>("--since") { Description = "How far back: 90m, 24h, 7d, or a time. Default: all that is kept.", HelpName = "TIME" };
        var command = new Command("events", "Show what happened: loads, crashes, fallbacks, models that got worse, limits.") { follow, kind, model, since };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var query = new EventQuery { Kinds = parsed.GetValue(kind) ?? [], Model = parsed.GetValue(model), Since = parsed.GetValue(since), After = 0 };
            var json = parsed.GetValue(common.Json);
            if (parsed.GetValue(follow))
            {
                await foreach (var happened in client.WatchEventsAsync(query, token).ConfigureAwait(false))
                {
                    Show(cli, happened, json);
                }

                return ExitCode.Ok;
            }

            var list = await client.GetEventsAsync(query, token).ConfigureAwait(false);
            foreach (var happened in list.Events)
            {
                Show(cli, happened, json);
            }

            if (list.Events.Count == 0 && !json)
            {
                cli.Console.Note("Nothing of that kind happened, as far as is kept.");
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, EventInfo happened, bool json)
    {
        if (json)
        {
            Output.WriteJson(cli, happened, ApiJsonContext.Default.EventInfo);
            return;
        }

        var time = happened.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var model = happened.ModelId is { } id ? id + ": " : "";
        cli.Console.Out.WriteLine(cli.Console.ForOut($"{time}  {happened.Kind,-20}  {model}{happened.Message}"));
    }
}
