using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Keys;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class KeysCommand
{
    private const int LongestGraceHours = 168;

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var local = new Option<bool>("--local") { Description = "Ask no service; write the database that a service of this machine uses.", Recursive = true };
        var command = new Command("keys", "Make, list and revoke the keys that others use the service with. Works also while no service runs.") { local };
        command.Add(CreateOne(cli, common, local));
        command.Add(List(cli, common, local));
        command.Add(Revoke(cli, common, local));
        command.Add(Rotate(cli, common, local));
        return command;
    }

    private static Command CreateOne(CliContext cli, CommonOptions common, Option<bool> local)
    {
        var role = new Option<string>("--role") { Description = "read-only (looks on), user (asks models) or admin (everything).", DefaultValueFactory = _ => "user" };
        role.AcceptOnlyFromAmong("read-only", "user", "admin");
        var name = new Option<string?>("--name") { Description = "For people. Default: the role.", HelpName = "TEXT" };
        var expires = new Option<string?>("--expires") { Description = "When it ends: 12h, 90d, 4w, or a day such as 2027-01-31. Default: never.", HelpName = "WHEN" };
        expires.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && KeyEnd.Read(result.Tokens[0].Value, cli.Time.GetUtcNow()) is null)
            {
                result.AddError("--expires takes 12h, 90d, 4w, or a day such as 2027-01-31.");
            }
        });
        var models = CommonOptions.Models("--model", "Only this model may be used, by id or alias; may be given several times. Default: all.");
        var preference = new Option<string?>("--preference") { Description = "What choosing a model weighs where a request says nothing: fast, balanced or quality.", HelpName = "WORD" };
        preference.AcceptOnlyFromAmong("fast", "balanced", "quality");
        var limits = new KeyLimitOptions();
        var quiet = Quiet();
        var command = new Command("create", "Make a key. It is shown this once.") { role, name, expires, models, preference, quiet };
        limits.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var word = parsed.GetRequiredValue(role);
            var request = new KeyRequest
            {
                Name = parsed.GetValue(name) ?? word,
                Role = word.Replace('-', '_'),
                ExpiresAt = parsed.GetValue(expires) is { } end ? KeyEnd.Read(end, cli.Time.GetUtcNow()) : null,
                Models = parsed.GetValue(models) is { Length: > 0 } some ? some : null,
                Preference = parsed.GetValue(preference),
                Limits = limits.Of(parsed),
            };
            var office = await OpenAsync(cli, common, parsed, local, cancellationToken).ConfigureAwait(false);
            await using var _ = office.ConfigureAwait(false);
            Show(cli, parsed, common, quiet, await office.CreateAsync(request, cancellationToken).ConfigureAwait(false));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CliContext cli, CommonOptions common, Option<bool> local)
    {
        var all = new Option<bool>("--all") { Description = "Revoked and expired ones too." };
        var command = new Command("list", "List the keys, without their secrets.") { all };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var office = await OpenAsync(cli, common, parsed, local, cancellationToken).ConfigureAwait(false);
            await using var _ = office.ConfigureAwait(false);
            var list = await office.ListAsync(cancellationToken).ConfigureAwait(false);
            if (!parsed.GetValue(all))
            {
                list = new KeyList([.. list.Keys.Where(key => key.Status == "active")]);
            }

            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list, ApiJsonContext.Default.KeyList);
            }
            else
            {
                KeySheet.Write(cli.Console, list);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Revoke(CliContext cli, CommonOptions common, Option<bool> local)
    {
        var id = Id();
        var command = new Command("revoke", "Revoke a key for good.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var office = await OpenAsync(cli, common, parsed, local, cancellationToken).ConfigureAwait(false);
            await using var _ = office.ConfigureAwait(false);
            var key = await office.RevokeAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, key, ApiJsonContext.Default.KeyInfo);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut($"{key.Id} ({key.Name}) is revoked."));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Rotate(CliContext cli, CommonOptions common, Option<bool> local)
    {
        var id = Id();
        var grace = new Option<int>("--grace-hours") { Description = $"How long the old secret is still taken, up to {LongestGraceHours}. Default: not at all.", HelpName = "N" };
        grace.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var hours) && hours is < 0 or > LongestGraceHours)
            {
                result.AddError($"--grace-hours takes a number from 0 to {LongestGraceHours}.");
            }
        });
        var quiet = Quiet();
        var command = new Command("rotate", "Give a key a new secret; the key stays the same, with its records and limits.") { id, grace, quiet };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var office = await OpenAsync(cli, common, parsed, local, cancellationToken).ConfigureAwait(false);
            await using var _ = office.ConfigureAwait(false);
            var issued = await office.RotateAsync(parsed.GetRequiredValue(id), TimeSpan.FromHours(parsed.GetValue(grace)), cancellationToken).ConfigureAwait(false);
            Show(cli, parsed, common, quiet, issued);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string> Id() => new("ID") { Description = "As multillm keys list tells it, for example key-abcdefgh." };

    private static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Print the key and nothing else." };

    /// <summary>The key alone on standard output, so that it can be piped to where it belongs.</summary>
    private static void Show(CliContext cli, ParseResult parsed, CommonOptions common, Option<bool> quiet, IssuedKeyInfo issued)
    {
        if (parsed.GetValue(common.Json))
        {
            Output.WriteJson(cli, issued, ApiJsonContext.Default.IssuedKeyInfo);
            return;
        }

        if (!parsed.GetValue(quiet))
        {
            cli.Console.Note($"{issued.Key.Id} ({issued.Key.Name}, {issued.Key.Role.Replace('_', '-')}). Keep the key: it is shown this once.");
        }

        cli.Console.Out.WriteLine(issued.Secret);
    }

    private static async Task<IKeyOffice> OpenAsync(CliContext cli, CommonOptions common, ParseResult parsed, Option<bool> local, CancellationToken cancellationToken) =>
        new OptionNamingOffice(await OfficeAsync(cli, common, parsed, local, cancellationToken).ConfigureAwait(false));

    private static async Task<IKeyOffice> OfficeAsync(CliContext cli, CommonOptions common, ParseResult parsed, Option<bool> local, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(local))
        {
            return new DatabaseKeyOffice(cli);
        }

        var target = common.Address(parsed, cli);
        try
        {
            return new ServiceKeyOffice(await ServiceSession.ConnectAsync(cli, target, startOwn: false, cancellationToken).ConfigureAwait(false));
        }
        catch (CliFailure failure) when (failure.Code == "no_server" && target.Address.IsLoopback)
        {
            return new DatabaseKeyOffice(cli);
        }
    }
}
