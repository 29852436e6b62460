using System.CommandLine;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary><c>multillm erase</c></summary>
internal static class EraseCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var conversation = new Option<string?>("--conversation") { Description = "Of this conversation.", HelpName = "ID" };
        var key = new Option<string?>("--key") { Description = "Of all requests that came with this key, by its public id.", HelpName = "ID" };
        var command = new Command("erase", "Erase what people wrote, wherever the service keeps it. Refused under a legal hold.") { conversation, key };
        command.Validators.Add(result =>
        {
            if (result.GetValue(conversation) is null == result.GetValue(key) is null)
            {
                result.AddError("erase takes --conversation or --key.");
            }
        });
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var erased = parsed.GetValue(conversation) is { } of
                ? await client.EraseConversationAsync(of, token).ConfigureAwait(false)
                : await client.EraseKeyAsync(parsed.GetValue(key)!, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, erased, ApiJsonContext.Default.ErasedInfo);
            }
            else
            {
                cli.Console.Out.WriteLine($"Erased: {erased.Prompts} texts in the database, {erased.Decisions} among the remembered decisions, {erased.SavedStates} saved states.");
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }
}
