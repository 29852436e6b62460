using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Tests.Gateway.Policy;

/// <summary>Where detectors find things, and what stands right beside them.</summary>
public sealed class DetectorClassTests
{
    private static readonly TextScanner s_scanner = new([new PolicyRule { Id = "all", Detectors = DetectorCatalog.Load().All, Direction = PolicyDirection.Input, Action = PolicyAction.Flag }]);

    [Theory]
    [InlineData("curl -u deploy:copper$oRpty696 https://files.example", "command_password", "copper$oRpty696")]
    [InlineData("sshpass -p 'Pepper%NxHpE293' ssh host", "command_password", "Pepper%NxHpE293")]
    [InlineData("mysqldump -h db -p'Harbour!x7Kd21' risk", "command_password", "Harbour!x7Kd21")]
    [InlineData("net use Z: /user:CORP\\svc Dragon!egl3v554", "command_password", "Dragon!egl3v554")]
    [InlineData("name,user,password\nJira,svc,falcon!hZpqx002", "password_column", "falcon!hZpqx002")]
    [InlineData("| user | token |\n|---|---|\n| svc | x9Kd72mQpL0vR4tB |", "password_column", "x9Kd72mQpL0vR4tB")]
    [InlineData("<add key=\"PaySecret\" value=\"DlMW0g0lu3jRRUnorQq0\" />", "secret_assignment", "DlMW0g0lu3jRRUnorQq0")]
    [InlineData("Sein Kennwort \"Pepper!uZBmK007\" kam per Mail", "secret_assignment", "Pepper!uZBmK007")]
    [InlineData("smtp_pass = Kettle?YCvp5000", "secret_assignment", "Kettle?YCvp5000")]
    [InlineData("login build password Kettle9YCvp5000 now", "secret_assignment", "Kettle9YCvp5000")]
    [InlineData("key:\nAKIAINV2FZ\nF6AFCR7RGB.", "aws_key", "AKIAINV2FZ\nF6AFCR7RGB")]
    public void Scan_SecretInSurroundings_FindsExactlyIt(string text, string detector, string expected) =>
        Assert.Contains(expected, s_scanner.Scan(text).Where(finding => finding.What == detector).Select(finding => text[finding.Start..finding.End]));

    [Theory]
    [InlineData("docker run -u 1000:1000 -p 8080:80 image")]
    [InlineData("mkdir -p src/App2/Views")]
    [InlineData("name,user,age\nJira,svc,42")]
    [InlineData("document.getElementById(\"password\").value")]
    [InlineData("The password policy of ISO27001 asks for more.")]
    [InlineData("AKIA is how keys begin\nand then come letters")]
    [InlineData("Cookie: session=short")]
    public void Scan_NothingSecret_FindsNothing(string text) => Assert.Empty(s_scanner.Scan(text));

    [Theory]
    [InlineData("TC Kimlik No: 39066570400", "tr_kimlik")]
    [InlineData("CNP: 1680813127043", "ro_cnp")]
    [InlineData("Mitt personnummer är 570621-7139", "se_personnummer")]
    [InlineData("Henkilötunnus 040268-1685", "fi_hetu")]
    [InlineData("员工110105197110229426的合同", "cn_id")]
    [InlineData("O meu NIF é 297013050", "pt_nif")]
    [InlineData("tax file number 807 724 199", "au_tfn")]
    public void Scan_NationalNumber_DependsOnItsCheckDigit(string text, string detector)
    {
        var last = text.LastIndexOfAny([.. "0123456789"]);
        var wrong = $"{text[..last]}{(text[last] - '0' + 4) % 10}{text[(last + 1)..]}";

        Assert.Contains(detector, s_scanner.Scan(text).Select(finding => finding.What));
        Assert.DoesNotContain(detector, s_scanner.Scan(wrong).Select(finding => finding.What));
    }

    [Theory]
    [InlineData("Meine Steuer-ID ist 36024797577.", PolicyAction.Block)]
    [InlineData("Tax ID: 36 024 797 577", PolicyAction.Block)]
    [InlineData("The parcel 36024797577 is lost.", PolicyAction.Flag)]
    public void Scan_GermanTaxNumber_WithoutAWordIsFlaggedAtMost(string text, PolicyAction action)
    {
        var scanner = new TextScanner([new PolicyRule { Id = "tax", Detectors = DetectorCatalog.Load().Named("de_tax_id"), Direction = PolicyDirection.Input, Action = PolicyAction.Block }]);

        Assert.Equal(action, Assert.Single(scanner.Scan(text)).Rule.Action);
    }

    [Fact]
    public void Scan_PasswordInAnAddressThatHasAnAtInItsPath_IsFound() =>
        Assert.Contains(s_scanner.Scan("https://deploy:k3yF0rIt@files.example/in?to=me@files.example"), finding => finding.What == "url_password");
}
