using MewsThreads.Emulator.Cli;

return await new EmulatorCommand().Create().Parse(args).InvokeAsync();
