using MultiLLM.Cli.Chat;

namespace MultiLLM.Tests.Cli.Chat;

public sealed class SlashCommandTests
{
    [Theory]
    [InlineData("hello", "Message", "hello")]
    [InlineData("//etc/passwd", "Message", "/etc/passwd")]
    [InlineData("/model", "Model", "")]
    [InlineData("/model  starter-code ", "Model", "starter-code")]
    [InlineData("/system Be brief.\nVery.", "System", "Be brief.\nVery.")]
    [InlineData("/clear", "Clear", "")]
    [InlineData("/quit", "Exit", "")]
    [InlineData("/help", "Help", "")]
    [InlineData("/etc/passwd what is it", "Unknown", "/etc/passwd")]
    public void Parse_Line_IsUnderstood(string line, string kind, string argument)
    {
        var command = SlashCommand.Parse(line);

        Assert.Equal((kind, argument), (command.Kind.ToString(), command.Argument));
    }
}
