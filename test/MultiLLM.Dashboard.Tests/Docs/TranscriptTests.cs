using MultiLLM.Dashboard.Docs;

namespace MultiLLM.Dashboard.Tests.Docs;

public sealed class TranscriptTests
{
    [Theory]
    [InlineData("$ ./multillm list\nID  STATE\n$ ./multillm ps", "./multillm list\n./multillm ps")]
    [InlineData("$ curl a \\\n    -d 'x'\n{\"reply\": 1}", "curl a \\\n    -d 'x'")]
    [InlineData("$ curl a -d '{\"x\": 1,\n    \"y\": 2}'\n{\"reply\": 'q'}", "curl a -d '{\"x\": 1,\n    \"y\": 2}'")]
    [InlineData("no prompt\nat all", "no prompt\nat all")]
    public void Commands_Transcript_AreWhatWasTyped(string text, string commands) => Assert.Equal(commands, Transcript.Commands(text));
}
