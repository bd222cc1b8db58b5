// One camera: opened, asked for a frame at a time, closed. Names its faults "denied" or "no-camera".

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  #stream = null;

  get open() { return this.#stream !== null; }

  /** Start it; `lost` is called when it is unplugged. Throws an Error whose message is "denied" or "no-camera". */
  async start(facingMode, lost) {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...WANTED, facingMode } });
      this.#stream.getVideoTracks()[0].addEventListener("ended", lost);
      this.video.srcObject = this.#stream;
      await this.video.play();
    } catch (fault) {
      this.stop();
      throw new Error(fault.name === "NotAllowedError" ? "denied" : "no-camera", { cause: fault });
    }
  }

  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  frame() {
    return createImageBitmap(this.video);
  }
}
